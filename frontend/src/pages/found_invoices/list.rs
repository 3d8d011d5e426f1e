//! ご請求: one list over all contracts, bars by month, and the files of all that is shown.

use super::state::Bills;
use super::{archives, charts, filters, rows};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::tables;
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let steps: Vec<Step> = vec![(t!(home.title).into(), Some(context.path("/"))), (t!(bills.title).into(), None)];
    let bills = Bills::open(context);
    let list = Listing::load(move |cursor| {
        let filter = bills.filter.get();
        async move { api::found_invoices::list(client, &filter, &cursor).await }
    });
    let is_narrowed = Memo::new(move |_| bills.filter.with(|filter| filter.conditions() > 0));
    let empty = move || {
        let words = if is_narrowed.get_untracked() { t!(bills.none_found) } else { t!(invoices.empty) };
        tables::empty(words, None)
    };
    let shown = rows::table(bills, list, empty);
    let is_refused = Memo::new(move |_| bills.refused().is_some());
    let refused = move || optional(is_refused.get().then(|| tables::empty(t!(tables.refused), None)));
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(bills.title) />
        {filters::form(bills)}
        {changing(refused)}
        <div class="found" hidden=move || is_refused.get()>{rows::line(bills, list)} {shown}</div>
        {archives::section(bills)}
        {charts::section(bills)}
        {archives::trust(bills)}
    }
    .into_any()
}
