//! One invoice: the lines of each contract with totals by tax rate, then the totals of the whole.

use super::heads::Others;
use super::{files, heads, lines};
use crate::api;
use crate::components::parts::Part;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::invoices::{InvoiceContract, InvoiceDetail};

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
        {lines::totals(invoice)}
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
    view! {
        {lines::of_contract(part, reference)}
        {calls}
    }
    .into_any()
}
