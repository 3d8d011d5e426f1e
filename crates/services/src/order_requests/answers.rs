//! What the answers of a request about orders say, read from their forms. They were checked field by field.

use chrono::NaiveDate;
use madoguchi_domain::forms::{Object, Value};
use madoguchi_domain::rentals::RentalClass;

/// The path of 注文番号.
pub(super) const ORDER_NUMBER: &str = concat!("rental", ".order_number");
/// The path of 見積番号.
pub(super) const QUOTE_NUMBER: &str = concat!("rental", ".quote_number");
/// The path of 解約内容.
pub(super) const CANCELLED: &str = concat!("rental", ".cancelled");

/// Goods that are asked for.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub product: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub quantity: i64,
    /// Number of the delivery address, where it was said.
    pub delivery: Option<i64>,
}

/// Units of a line that are to be cancelled or exchanged.
#[derive(Clone, Debug)]
pub(super) struct OfLine {
    /// Its place among the copies of the form.
    pub at: usize,
    pub line: i64,
    pub product: String,
    pub quantity: i64,
    /// 解約日; none: it stays.
    pub on: Option<NaiveDate>,
    /// 交換希望日, where one was wished for.
    pub exchange_on: Option<NaiveDate>,
    /// 交換理由.
    pub reason: String,
}

/// The text of a form's field.
pub(super) fn text<'a>(answers: &'a Object, form: &str, field: &str) -> Option<&'a str> {
    answers.get(form)?.as_object()?.get(field)?.as_text()
}

/// The copies of a form.
pub(super) fn copies<'a>(answers: &'a Object, form: &str) -> Vec<&'a Object> {
    let list = answers.get(form).and_then(Value::as_list).unwrap_or_default();
    list.iter().filter_map(Value::as_object).collect()
}

/// 注文番号.
pub(super) fn order_number(answers: &Object) -> Option<&str> {
    text(answers, "rental", "order_number")
}

/// 見積番号.
pub(super) fn quote_number(answers: &Object) -> Option<&str> {
    text(answers, "rental", "quote_number")
}

/// レンタル区分.
pub(super) fn class(answers: &Object) -> RentalClass {
    text(answers, "rental", "class").and_then(RentalClass::from_code).unwrap_or(RentalClass::Daily)
}

/// Whether all goods are cancelled (全ての商品を解約).
pub(super) fn cancels_all(answers: &Object) -> bool {
    text(answers, "rental", "cancelled") == Some("all")
}

/// The goods that are asked for, in their order.
pub(super) fn items(answers: &Object) -> Vec<Item> {
    copies(answers, "items").into_iter().filter_map(item).collect()
}

fn item(copy: &Object) -> Option<Item> {
    let period = copy.get("period")?.as_object()?;
    Some(Item {
        product: own(copy, "product")?.to_owned(),
        first: day(period, "first")?,
        last: day(period, "last")?,
        quantity: number(copy, "quantity")?,
        delivery: number(copy, "delivery"),
    })
}

/// Lines that a form names, in their order.
pub(super) fn of_lines(answers: &Object, form: &str) -> Vec<OfLine> {
    let copies = copies(answers, form).into_iter().enumerate();
    let of_line = |(at, copy): (usize, &Object)| {
        Some(OfLine {
            at,
            line: number(copy, "line")?,
            product: own(copy, "product")?.to_owned(),
            quantity: number(copy, "quantity")?,
            on: day(copy, "cancelled_on"),
            exchange_on: day(copy, "exchange_on"),
            reason: own(copy, "reason").unwrap_or_default().to_owned(),
        })
    };
    copies.filter_map(of_line).collect()
}

fn own<'a>(copy: &'a Object, field: &str) -> Option<&'a str> {
    copy.get(field)?.as_text()
}

fn number(copy: &Object, field: &str) -> Option<i64> {
    own(copy, field)?.parse().ok()
}

fn day(copy: &Object, field: &str) -> Option<NaiveDate> {
    own(copy, field)?.parse().ok()
}

/// Puts the codes of products as the catalogue writes them in place of what was typed.
pub(super) fn spell_products(answers: &mut Object, form: &str, spelled: impl Fn(&str) -> Option<String>) {
    let Some(Value::List(copies)) = answers.get_mut(form) else { return };
    for copy in copies {
        if let Value::Object(copy) = copy
            && let Some(code) = own(copy, "product").and_then(&spelled)
        {
            copy.insert("product".to_owned(), Value::from(code));
        }
    }
}

/// Orderer and delivery addresses alone: what an order or a quote keeps.
pub(super) fn addresses(answers: &Object) -> Object {
    let kept = |form: &&str| answers.contains_key(*form);
    let forms = ["orderer", "delivery"].into_iter().filter(kept);
    forms.filter_map(|form| Some((form.to_owned(), answers.get(form)?.clone()))).collect()
}

/// Copies of a form under its name.
pub(super) fn copies_of(form: &str, copies: Vec<Object>) -> (String, Value) {
    (form.to_owned(), Value::List(copies.into_iter().map(Value::Object).collect()))
}
