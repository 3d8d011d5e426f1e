//! The list of invoices: what each is, its state, and its files.

use super::state::Bills;
use crate::api;
use crate::api::found_invoices::PLACE;
use crate::components::columns::Column;
use crate::components::counts::count_line;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::listings::Listing;
use crate::components::sorting::Sorting;
use crate::components::tables::Table;
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::{FoundInvoice, PaymentMethod};

/// How many there are, how many are shown, and what they come to.
pub fn line(bills: Bills, list: Listing<FoundInvoice>) -> AnyView {
    let sum = move || {
        optional(bills.overview.value().map(|overview| {
            view! { <p>{t!(bills.total)} " " <strong>{formats::yen(overview.gross)}</strong></p> }.into_any()
        }))
    };
    view! {
        <div class="totals-line">
            {count_line(move || list.count_words())}
            {changing(sum)}
        </div>
    }
    .into_any()
}

/// The table; `empty` in its place where nothing is found.
pub fn table(bills: Bills, list: Listing<FoundInvoice>, empty: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let downloads = Downloads::new(bills.context().client, Callback::new(|()| ()));
    let issued_on = |it: &FoundInvoice| {
        let on = it.issued_on;
        text(move || formats::date(on))
    };
    let files = move |it: &FoundInvoice| files(downloads, &it.id.to_string(), &it.number);
    let columns = vec![
        Column::new(t!(bills.month), move |it: &FoundInvoice| month(bills, it)).naming().sorted_by("month"),
        Column::new(t!(invoices.issued_on), issued_on).sorted_by("issued_on"),
        Column::new(t!(invoices.number), numbers).language("en"),
        Column::new(t!(bills.amount), |it: &FoundInvoice| formats::yen(it.gross).into_any())
            .number()
            .sorted_by("gross"),
        Column::new(t!(bills.state), state),
        Column::actions(t!(bills.files), files),
    ];
    let table = Table::new(t!(bills.caption), columns)
        .class("calls bills")
        .sorted(Sorting::of_address("issued_on_descending"))
        .marked("void", |it: &FoundInvoice| it.corrected_by.is_some())
        .uncounted();
    view! {
        {downloads.state()}
        {table.listing(list, empty)}
    }
    .into_any()
}

fn month(bills: Bills, invoice: &FoundInvoice) -> AnyView {
    let address = bills.context().path(&format!("/invoices/{}", invoice.id));
    let month = invoice.month.clone();
    view! { <a href=address>{text(move || formats::month(&month))}</a> }.into_any()
}

/// That of the invoice and that of the customer.
fn numbers(invoice: &FoundInvoice) -> AnyView {
    view! {
        <span class="bill-number">{invoice.number.clone()}</span>
        <span class="bill-customer">{invoice.customer_number.clone()}</span>
    }
    .into_any()
}

/// The PDF, and the other forms behind a menu.
fn files(downloads: Downloads, id: &str, number: &str) -> AnyView {
    let path = |form: &str| api::invoices::file(PLACE, id, form);
    let other = |form: &str, label: fn() -> &'static str| {
        let link = downloads.link("", path(form), label.into_any());
        view! { <li>{link}</li> }
    };
    let of = || view! { <span class="visually-hidden" lang="en">" " {number.to_owned()}</span> };
    let pdf = view! { {icons::download()} "PDF" {of()} }.into_any();
    view! {
        <div class="bill-files">
            {downloads.link("button outline small", path("pdf"), pdf)}
            <details class="formats">
                <summary>{t!(bills.others)} {of()}</summary>
                <ul>
                    {other("html", t!(invoices.html))}
                    {other("csv?encoding=utf8", t!(invoices.csv_utf8))}
                    {other("csv?encoding=cp932", t!(invoices.csv_cp932))}
                    {other("xlsx", t!(invoices.xlsx))}
                    {other("xml", t!(invoices.xml))}
                </ul>
            </details>
        </div>
    }
    .into_any()
}

/// What is to be paid and when, or why nothing is.
pub fn state(invoice: &FoundInvoice) -> AnyView {
    if let Some(number) = invoice.corrected_by.clone() {
        return view! { <span class="tag">{text(move || tr!(bills.corrected_by, number))}</span> }.into_any();
    }
    let correction = invoice
        .corrects
        .clone()
        .map(|number| view! { <span class="tag">{text(move || tr!(bills.corrects, number))}</span> }.into_any());
    let paid = match (invoice.gross, invoice.due_on, invoice.payment) {
        (..0, ..) => t!(bills.credit).into_any(),
        (0, ..) => t!(bills.nothing).into_any(),
        (_, Some(on), PaymentMethod::DirectDebit) => text(move || tr!(bills.debit_on, formats::date(on))),
        (_, Some(on), PaymentMethod::Transfer) => text(move || tr!(bills.due_on, formats::date(on))),
        (_, None, PaymentMethod::DirectDebit) => t!(invoices.debit_notice).into_any(),
        (_, None, PaymentMethod::Transfer) => t!(invoices.invoice).into_any(),
    };
    view! { <span class="bill-state">{optional(correction)} {paid}</span> }.into_any()
}
