//! One invoice: the lines of each contract with totals by tax rate, then the totals of the whole.

use super::heads::Others;
use super::{files, heads};
use crate::api;
use crate::components::parts::Part;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats::yen;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::{InvoiceContract, InvoiceDetail, InvoiceLine, RateTotal, TaxRate};

/// Reads and draws an invoice.
pub fn invoice(context: PageContext, contract: String, id: String, others: Others) -> AnyView {
    let client = context.client;
    let place = api::invoices::of_contract(&contract);
    let of_part = place.clone();
    let part = Part::load(move || {
        let (place, id) = (of_part.clone(), id.clone());
        async move { api::invoices::get(client, &place, &id).await }
    });
    part.show(move |invoice| {
        let files = files::files(&context, &place, &invoice.id.to_string());
        view! { {draw(&context, &invoice, others)} {files} }.into_any()
    })
}

/// What stands on an invoice.
pub fn draw(context: &PageContext, invoice: &InvoiceDetail, others: Others) -> AnyView {
    let reference = invoice.contract_tax_is_reference;
    let month = invoice.month.clone();
    let parts = invoice.contracts.iter().map(|part| of_contract(context, part, &month, reference)).collect_view();
    view! {
        {heads::head(invoice, others)}
        {parts}
        {reference.then(|| view! { <p class="note">{t!(invoices.reference_note)}</p> })}
        {totals(invoice)}
        {heads::issuer(invoice)}
    }
    .into_any()
}

fn of_contract(context: &PageContext, part: &InvoiceContract, month: &str, reference: bool) -> AnyView {
    let number = part.contract_number.clone();
    let calls = part.call_records.then(|| {
        let address = context.path(&format!("/contracts/{}/call-records?month={month}", part.contract_id));
        let number = number.clone();
        view! {
            <p class="buttons">
                <a class="button outline small" href=address>
                    {t!(calls.open)} <span class="visually-hidden">" " {number}</span>
                </a>
            </p>
        }
    });
    let rates = part.totals.iter().map(|total| rate_rows(total, reference)).collect_view();
    view! {
        <table class="table invoice" class:without-notes=part.lines.iter().all(|line| line.note.trim().is_empty())>
            <caption><span>{t!(contracts.number)}</span> " " <span lang="en">{number}</span></caption>
            <thead>
                <tr>
                    <th scope="col">{t!(invoices.item)}</th>
                    <th scope="col" class="number">{t!(invoices.amount)}</th>
                    <th scope="col">{t!(invoices.remark)}</th>
                </tr>
            </thead>
            <tbody>{part.lines.iter().map(line).collect_view()}</tbody>
            <tbody class="sums">
                {rates}
                <tr class="sum">
                    <th scope="row">{text(move || with_mark(tr!(invoices.subtotal).to_owned(), reference))}</th>
                    <td class="number">{yen(part.subtotal)}</td>
                    <td></td>
                </tr>
            </tbody>
        </table>
        {calls}
    }
    .into_any()
}

fn line(line: &InvoiceLine) -> AnyView {
    let reduced = line.tax_rate == TaxRate::Reduced8;
    let mark = reduced.then(|| view! { <span class="rate-mark">{t!(invoices.reduced_mark)}</span> });
    view! {
        <tr>
            <th scope="row">{line.item.clone()} {mark}</th>
            <td class="number">{yen(line.amount)}</td>
            <td>{line.note.clone()}</td>
        </tr>
    }
    .into_any()
}

/// 10%対象計 and 消費税（10%）; rates without tax have no second row.
fn rate_rows(total: &RateTotal, reference: bool) -> AnyView {
    let (rate, percent, tax) = (total.tax_rate, total.percent, total.tax);
    let label = move || match rate {
        TaxRate::Exempt => tr!(invoices.exempt).to_owned(),
        TaxRate::OutOfScope => tr!(invoices.out_of_scope).to_owned(),
        TaxRate::Reduced8 => tr!(invoices.reduced_net, percent),
        TaxRate::Standard10 => tr!(invoices.rate_net, percent),
    };
    let tax = (percent > 0).then(|| {
        view! {
            <tr>
                <th scope="row">{text(move || with_mark(tr!(invoices.tax, percent), reference))}</th>
                <td class="number">{yen(tax)}</td>
                <td></td>
            </tr>
        }
    });
    view! {
        <tr><th scope="row">{label}</th><td class="number">{yen(total.net)}</td><td></td></tr>
        {tax}
    }
    .into_any()
}

fn with_mark(label: String, reference: bool) -> String {
    if reference { format!("{label}{}", tr!(invoices.reference)) } else { label }
}

/// The totals of the whole invoice: these are the amounts of the qualified invoice.
fn totals(invoice: &InvoiceDetail) -> AnyView {
    let rates = invoice.totals.iter().map(|total| rate_rows(total, false)).collect_view();
    view! {
        <table class="table invoice totals">
            <caption>{t!(invoices.totals)}</caption>
            <thead class="visually-hidden">
                <tr>
                    <th scope="col">{t!(invoices.item)}</th>
                    <th scope="col">{t!(invoices.amount)}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody class="sums">
                {rates}
                <tr class="sum total">
                    <th scope="row">{t!(invoices.gross)}</th>
                    <td class="number">{yen(invoice.gross)}</td>
                    <td></td>
                </tr>
            </tbody>
        </table>
    }
    .into_any()
}
