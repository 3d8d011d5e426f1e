//! The list of invoices: what each is, its state, and its files.

use super::state::Bills;
use crate::api;
use crate::api::found_invoices::{Filter, PLACE};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::tables::{Sorted, sort_header};
use crate::components::views::{changing, optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::{FoundInvoice, PaymentMethod};

/// How many there are, how many are shown, and what they come to.
pub fn line(bills: Bills, list: Listing<FoundInvoice>) -> AnyView {
    let number = |count: u64| formats::count(i64::try_from(count).unwrap_or_default());
    let count = move || {
        let shown = list.count() as u64;
        let total = list.first.value().and_then(|page| page.total).unwrap_or(shown);
        let (all, shown) = (number(total), number(shown));
        if list.next().is_some() { tr!(tables.part, all, shown) } else { tr!(tables.all, all) }
    };
    let sum = move || {
        optional(bills.overview.value().map(|overview| {
            view! { <p>{t!(bills.total)} " " <strong>{formats::yen(overview.gross)}</strong></p> }.into_any()
        }))
    };
    view! {
        <div class="totals-line">
            <p class="count" id=COUNT_ID tabindex="-1" role="status">{text(count)}</p>
            {changing(sum)}
        </div>
    }
    .into_any()
}

/// The two orders of a sortable column, by their names in the API.
const ISSUED_ON: (&str, &str) = ("issued_on", "issued_on_descending");
const MONTH: (&str, &str) = ("month", "month_descending");
const GROSS: (&str, &str) = ("gross", "gross_descending");

/// The table.
pub fn table(bills: Bills, list: Listing<FoundInvoice>) -> AnyView {
    let header = move |label: fn() -> &'static str, orders: (&'static str, &'static str), number: bool| {
        let sorted = Signal::derive(move || match bills.filter.with(|filter| filter.order.clone()).as_str() {
            "" if orders == ISSUED_ON => Sorted::Descending,
            order if order == orders.0 => Sorted::Ascending,
            order if order == orders.1 => Sorted::Descending,
            _ => Sorted::No,
        });
        let sort = Callback::new(move |()| {
            let order = if sorted.get_untracked() == Sorted::Descending { orders.0 } else { orders.1 };
            bills.go(&Filter { order: order.to_owned(), ..bills.filter.get_untracked() });
        });
        sort_header(label, number, sorted, sort)
    };
    let downloads = Downloads::new(bills.visit().client, Callback::new(|()| ()));
    let busy = move || list.first.busy.get().then_some("true");
    let row = move |invoice: FoundInvoice| row(bills, downloads, &invoice);
    view! {
        {downloads.state()}
        <div class="table-frame">
            <table class="table cards calls bills" role="table" aria-busy=busy>
                <caption class="visually-hidden">{t!(bills.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {header(t!(bills.month), MONTH, false)}
                        {header(t!(invoices.issued_on), ISSUED_ON, false)}
                        <th scope="col" role="columnheader">{t!(invoices.number)}</th>
                        {header(t!(bills.amount), GROSS, true)}
                        <th scope="col" role="columnheader">{t!(bills.state)}</th>
                        <th scope="col" role="columnheader">{t!(bills.files)}</th>
                    </tr>
                </thead>
                {list.bodies(row)}
            </table>
        </div>
        {list.foot()}
    }
    .into_any()
}

fn row(bills: Bills, downloads: Downloads, invoice: &FoundInvoice) -> AnyView {
    let id = invoice.id.to_string();
    let address = bills.visit().path(&format!("/invoices/{id}"));
    let (month, issued_on) = (invoice.month.clone(), invoice.issued_on);
    view! {
        <tr role="row" class:void=invoice.corrected_by.is_some()>
            <th scope="row" role="rowheader" data-label=t!(bills.month)>
                <a href=address>{text(move || formats::month(&month))}</a>
            </th>
            <td role="cell" data-label=t!(invoices.issued_on)>{text(move || formats::date(issued_on))}</td>
            <td role="cell" data-label=t!(invoices.number) lang="en">
                <span class="bill-number">{invoice.number.clone()}</span>
                <span class="bill-customer">{invoice.customer_number.clone()}</span>
            </td>
            <td role="cell" data-label=t!(bills.amount) class="number">{formats::yen(invoice.gross)}</td>
            <td role="cell" data-label=t!(bills.state)>{state(invoice)}</td>
            <td role="cell" class="action">{files(downloads, &id, &invoice.number)}</td>
        </tr>
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
