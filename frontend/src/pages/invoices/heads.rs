//! What an invoice is: its kind, its numbers and days, and which invoice it corrects or was corrected by.

use crate::components::notices::{Kind, Notice};
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::{t, tr};
use chrono::NaiveDate;
use leptos::prelude::*;
use madoguchi_api_types::invoices::{InvoiceDetail, PaymentMethod};
use madoguchi_domain::dates::Month;

/// Addresses of the invoices on the page by their numbers.
pub type Others = StoredValue<Vec<(String, String)>>;

pub fn head(invoice: &InvoiceDetail, others: Others) -> AnyView {
    let gross = invoice.gross;
    let debited = invoice.payment == PaymentMethod::DirectDebit && gross > 0;
    let (title, due) = if debited {
        (t!(invoices.debit_notice), t!(invoices.debit_on))
    } else {
        (t!(invoices.invoice), t!(invoices.due_on))
    };
    let corrected = invoice.corrected_by.clone().map(|number| {
        view! {
            <Notice kind=Kind::Warning>
                <p><strong>{t!(invoices.corrected_note)}</strong></p>
                <p>{t!(invoices.corrected_by)} " " {link(number, others)}</p>
            </Notice>
        }
        .into_any()
    });
    let corrects = invoice
        .corrects
        .clone()
        .map(|number| view! { <p class="corrects">{t!(invoices.corrects)} " " {link(number, others)}</p> }.into_any());
    let account = invoice.debited_from.as_ref();
    // A total of nothing, or below it, is neither debited nor due: the page says so in place of a day.
    let settled = (gross <= 0).then(|| {
        let words = move || match gross {
            0 => tr!(invoices.nothing_due).to_owned(),
            _ => tr!(invoices.credit, formats::yen(gross.saturating_neg())),
        };
        view! { <p class="note">{text(words)}</p> }
    });
    view! {
        {optional(corrected)}
        <h3 class="invoice-kind">{title}</h3>
        {optional(corrects)}
        {settled}
        <dl class="issuer">
            {row(t!(invoices.number), "en", invoice.number.clone())}
            {row(t!(invoices.customer_number), "en", invoice.customer_number.clone())}
            {day(t!(invoices.issued_on), invoice.issued_on)}
            {period(&invoice.month)}
            {invoice.due_on.map(|on| day(due, on))}
            {account.map(|account| row(t!(invoices.bank), "ja", account.bank.clone()))}
            {account.map(|account| row(t!(invoices.bank_account), "en", account.number.clone()))}
            {row(t!(invoices.recipient), "ja", invoice.recipient.clone())}
        </dl>
    }
    .into_any()
}

/// Who issued it, as a qualified invoice says it.
pub fn issuer(invoice: &InvoiceDetail) -> AnyView {
    let is_qualified = !invoice.registration_number.is_empty();
    let number = || row(t!(invoices.registration_number), "en", invoice.registration_number.clone());
    let note = is_qualified.then(|| view! { <p class="note issuer-note">{t!(invoices.qualified)}</p> });
    view! {
        <dl class="issuer">
            {row(t!(invoices.issuer), "ja", invoice.issuer.clone())}
            {is_qualified.then(number)}
        </dl>
        {note}
    }
    .into_any()
}

/// The number of another invoice, which leads there where it is on the page.
fn link(number: String, others: Others) -> AnyView {
    let address =
        others.with_value(|others| others.iter().find(|other| other.0 == number).map(|other| other.1.clone()));
    match address {
        Some(address) => view! { <a href=address lang="en" data-noscroll="">{number}</a> }.into_any(),
        None => view! { <span lang="en">{number}</span> }.into_any(),
    }
}

fn row(label: fn() -> &'static str, language: &'static str, value: String) -> AnyView {
    view! { <div><dt>{label}</dt><dd lang=language>{value}</dd></div> }.into_any()
}

/// お取引期間: the month billed.
fn period(month: &str) -> AnyView {
    let Ok(month) = Month::parse(month) else { return ().into_any() };
    let days = move || [month.first_day(), month.last_day()].map(formats::date).join("〜");
    view! { <div><dt>{t!(invoices.period)}</dt><dd>{text(days)}</dd></div> }.into_any()
}

fn day(label: fn() -> &'static str, on: NaiveDate) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{text(move || formats::date(on))}</dd></div> }.into_any()
}
