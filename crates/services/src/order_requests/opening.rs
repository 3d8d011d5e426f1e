//! What a draft about orders is opened with: the orderer as the provider knows the customer, and what stands in the order or the
//! quote that it is about.

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::{Object, Value};
use madoguchi_domain::policy::RequestAction;
use madoguchi_domain::rentals::{OrderState, RentalClass};

use super::answers::{self, copies_of};
use super::{cancellations, exchanges, known};
use crate::baskets;
use crate::delivery_templates;
use crate::quotes::{self, QuoteLine};
use crate::rental_orders::{self, WholeLine, WholeOrder, finders};
use crate::request_parts::{Opened, Opening};
use crate::{Error, FieldCode, ProblemCode, Scope, Services};

/// Looks whether a draft may be opened, and with what it is filled in.
///
/// # Errors
/// `unknown` at `category`, `contract_id`, `order_number`, `quote_number`; `order_over`.
pub(crate) async fn opened(services: &Services, scope: &Scope, opening: Opening<'_>) -> Result<Opened, Error> {
    if opening.category.is_some() {
        return Err(Error::invalid("category", FieldCode::Unknown));
    }
    if opening.contract_id.is_some() {
        return Err(Error::invalid("contract_id", FieldCode::Unknown));
    }
    let customer = known::customer(services.db.read(), scope).await?;
    let orderer = [
        ("company", customer.name.as_str()),
        ("postal_code", customer.postal_code.as_str()),
        ("prefecture", customer.prefecture.as_str()),
        ("address1", customer.address1.as_str()),
        ("address2", customer.address2.as_str()),
        ("phone", customer.phone.as_str()),
        ("contact", scope.user_label()),
    ];
    let mut answers = Object::new();
    answers.insert("orderer".to_owned(), Value::Object(texts(orderer)));
    if let Some(number) = opening.order_number {
        answers.extend(of_order(services, scope, (opening.kind.action, number)).await?);
    } else if let Some(number) = opening.quote_number {
        answers.extend(of_quote(services, scope, number).await?);
    } else if opening.kind.action.begins_anew() {
        answers.extend(of_basket(services, scope).await?);
    }
    Ok(Opened { answers, title: customer.name, ..Opened::default() })
}

/// An object of texts; what is empty is not there.
fn texts<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Object {
    let filled = values.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
}

fn unknown(field: &'static str) -> impl Fn(Error) -> Error {
    move |error| match error {
        Error::NotFound => Error::invalid(field, FieldCode::Unknown),
        other => other,
    }
}

async fn of_order(
    services: &Services,
    scope: &Scope,
    (action, number): (RequestAction, &str),
) -> Result<Object, Error> {
    let whole = finders::find(services.db.read(), scope, number).await.map_err(unknown("order_number"))?;
    let today = jst_date(services.clock.now());
    let is_about =
        matches!(action, RequestAction::OrderChange | RequestAction::Exchange | RequestAction::OrderCancellation);
    if is_about && whole.is_over(today) {
        return Err(Error::Refused(ProblemCode::OrderOver));
    }
    let mut answers = rental_orders::answers(&whole)?;
    answers.remove("orderer");
    let number = if is_about { whole.order.number.as_str() } else { "" };
    let class = whole.lines.first().map_or(RentalClass::Daily, |it| it.line.class);
    let rental = texts([("order_number", number), ("class", class.as_str())]);
    answers.insert("rental".to_owned(), Value::Object(rental));
    let runs = |it: &&WholeLine| it.asked().cancellable(today) > 0;
    let (form, copies) = match action {
        RequestAction::OrderCancellation => {
            (cancellations::FORM, whole.lines.iter().filter(runs).map(|it| of_line(it, it.asked().open())).collect())
        }
        RequestAction::Exchange => {
            (exchanges::FORM, whole.lines.iter().filter(runs).map(|it| of_line(it, 1)).collect())
        }
        RequestAction::OrderChange => ("items", corrected(&whole, today)),
        // What is ordered once more has days of its own.
        _ => ("items", whole.lines.iter().map(|it| item(it, it.line.quantity, None)).collect()),
    };
    answers.extend([copies_of(form, copies)]);
    Ok(answers)
}

/// Before the goods are arranged all lines as they were ordered; afterwards those that run.
fn corrected(whole: &WholeOrder, today: chrono::NaiveDate) -> Vec<Object> {
    let lines = whole.lines.iter();
    let period = |it: &WholeLine| Some((it.line.first_on.to_string(), it.line.last_on.to_string()));
    if whole.order.state == OrderState::Accepted {
        return lines.map(|it| item(it, it.line.quantity, period(it))).collect();
    }
    let running = lines.filter(|it| it.asked().cancellable(today) > 0);
    running.map(|it| item(it, it.asked().open(), period(it))).collect()
}

fn of_line(it: &WholeLine, quantity: i64) -> Object {
    texts([
        ("line", it.line.position.to_string().as_str()),
        ("product", it.line.product_code.as_str()),
        ("quantity", quantity.to_string().as_str()),
    ])
}

fn item(it: &WholeLine, quantity: i64, period: Option<(String, String)>) -> Object {
    goods((&it.line.product_code, quantity, it.line.delivery), period)
}

fn goods((product, quantity, delivery): (&str, i64, i32), period: Option<(String, String)>) -> Object {
    let mut goods = texts([
        ("product", product),
        ("quantity", quantity.to_string().as_str()),
        ("delivery", delivery.to_string().as_str()),
    ]);
    if let Some((first, last)) = period {
        let ends = texts([("first", first.as_str()), ("last", last.as_str())]);
        goods.insert("period".to_owned(), Value::Object(ends));
    }
    goods
}

/// What lies in the basket.
async fn of_basket(services: &Services, scope: &Scope) -> Result<Option<(String, Value)>, Error> {
    let lines = baskets::lines(services.db.read(), scope).await?;
    let item = |line: &baskets::Line| {
        let period = line.row.from_on.zip(line.row.until_on);
        let period = period.map(|(first, last)| (first.to_string(), last.to_string()));
        goods((&line.product.code, line.row.quantity.into(), 1), period)
    };
    let offered = lines.iter().filter(|line| line.product.withdrawn_at.is_none());
    let copies: Vec<Object> = offered.map(item).collect();
    Ok((!copies.is_empty()).then(|| copies_of("items", copies)))
}

async fn of_quote(services: &Services, scope: &Scope, number: &str) -> Result<Object, Error> {
    let db = services.db.read();
    let quote = quotes::finders::find(db, scope, number).await.map_err(unknown("quote_number"))?;
    let lines = quotes::finders::lines(db, &quote).await?;
    let mut answers: Object = serde_json::from_str(&quote.answers).map_err(Error::internal)?;
    answers.remove("orderer");
    let rental = texts([("quote_number", quote.number.as_str()), ("class", quote.class.as_str())]);
    answers.insert("rental".to_owned(), Value::Object(rental));
    let item = |line: &QuoteLine| {
        let period = (line.first_on.to_string(), line.last_on.to_string());
        goods((&line.product_code, line.quantity, line.delivery), Some(period))
    };
    answers.extend([copies_of("items", lines.iter().map(item).collect())]);
    Ok(answers)
}

/// Delivery addresses that the customer keeps, by the name of the form that asks for them.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn copyable(services: &Services, scope: &Scope) -> Result<Object, Error> {
    let kept = delivery_templates::of(services.db.read(), scope).await?;
    let listed = kept.into_iter().map(|kept| Value::Object(kept.answers)).collect();
    Ok([(delivery_templates::FORM.to_owned(), Value::List(listed))].into_iter().collect())
}

/// The periods of the lines that a cancellation names.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn read_only(services: &Services, scope: &Scope, given: &Object) -> Result<Object, Error> {
    let named = answers::copies(given, cancellations::FORM);
    let Some(number) = answers::order_number(given).filter(|_| !named.is_empty()) else { return Ok(Object::new()) };
    let whole = match finders::find(services.db.read(), scope, number).await {
        Ok(whole) => whole,
        Err(Error::NotFound) => return Ok(Object::new()),
        Err(error) => return Err(error),
    };
    let period = |copy: &&Object| {
        let line = copy.get("line").and_then(Value::as_text).and_then(|line| whole.line(line.parse().ok()?));
        let ends = |it: &WholeLine| {
            texts([("first", it.line.first_on.to_string().as_str()), ("last", it.line.last_on.to_string().as_str())])
        };
        let period = line.map(|it| ("period".to_owned(), Value::Object(ends(it))));
        period.into_iter().collect::<Object>()
    };
    Ok([copies_of(cancellations::FORM, named.iter().map(period).collect())].into_iter().collect())
}
