//! One invoice of the list over all contracts: its files first, then what stands on it.

use crate::api;
use crate::api::found_invoices::PLACE;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::print_buttons::PrintButton;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::pages::invoices::{detail, files};
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

chunk!(contracts: later = page);

pub fn page(context: PageContext) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("invoice")).unwrap_or_default());
    let client = context.client;
    let invoice = Part::load(move || {
        let id = id.get();
        async move { api::invoices::get(client, PLACE, &id).await }
    });
    let missing =
        Memo::new(move |_| invoice.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || {
        if missing.get() {
            return not_found_page();
        }
        let list: Step = (t!(bills.title).into(), Some(context.path("/invoices")));
        let steps: Vec<Step> =
            vec![(t!(home.title).into(), Some(context.path("/"))), list, (t!(bills.one).into(), None)];
        let context = context.clone();
        let shown = invoice.show(move |invoice| {
            let files = files::files(&context, PLACE, &invoice.id.to_string());
            view! { {files} {detail::draw(&context, &invoice, StoredValue::new(Vec::new()))} }.into_any()
        });
        view! {
            <Breadcrumb steps=steps />
            <div class="title-row">
                <PageTitle title=t!(bills.one) />
                <PrintButton />
            </div>
            {shown}
        }
        .into_any()
    })
}
