//! 最新のご請求: what was billed last, its state and its PDF, without going anywhere.

use crate::api;
use crate::api::found_invoices::PLACE;
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::parts::Part;
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::pages::found_invoices::rows::state;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::invoices::FoundInvoice;

pub fn section(context: &PageContext) -> AnyView {
    let client = context.client;
    let newest = Part::load(move || api::found_invoices::newest(client));
    let context = context.clone();
    let shown = newest.show(move |invoice| match invoice {
        Some(invoice) => card(&context, &invoice),
        None => view! { <div class="card"><p class="note">{t!(bills.none_yet)}</p></div> }.into_any(),
    });
    view! {
        <section class="section" aria-labelledby="home-bill">
            <h2 id="home-bill">{t!(bills.newest)}</h2>
            {shown}
        </section>
    }
    .into_any()
}

fn card(context: &PageContext, invoice: &FoundInvoice) -> AnyView {
    let downloads = Downloads::new(context.client, Callback::new(|()| ()));
    let (id, month, issued_on) = (invoice.id.to_string(), invoice.month.clone(), invoice.issued_on);
    let pdf = view! { {icons::download()} "PDF" }.into_any();
    let (own, all) = (context.path(&format!("/invoices/{id}")), context.path("/invoices"));
    view! {
        <div class="card payment bill">
            <p class="payment-day">
                <a href=own>{text(move || tr!(bills.of_month, formats::month(&month)))}</a>
                " " <span class="note">{text(move || tr!(bills.issued, formats::date(issued_on)))}</span>
            </p>
            <p class="payment-amount">{formats::yen(invoice.gross)}</p>
            <p>{state(invoice)}</p>
            <p class="buttons">
                {downloads.link("button outline small", api::invoices::file(PLACE, &id, "pdf"), pdf)}
                <a class="button text small" href=all>{t!(bills.all)}</a>
            </p>
            {downloads.state()}
        </div>
    }
    .into_any()
}
