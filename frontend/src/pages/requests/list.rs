//! お申し込み: what was applied for and what is being filled in, the newest first, and the way to a new one.

use super::discards::Discards;
use super::{filters, rows, words};
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::listings::Listing;
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::page_titles::PageTitle;
use crate::components::tables;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::ApplicationKind;

chunk!(requests: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let filter = filters::of_address();
    let list = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::requests::list(client, &filter, &cursor).await }
    });
    let told: SuccessMessage = RwSignal::new(None);
    let done = Callback::new(move |()| {
        told.set(Some(t!(requests.discarded)));
        list.first.refresh();
    });
    let discards = Discards::new(&context, done);
    let way: Vec<Step> = vec![context.home_step(), (words::title(&context.portal), None)];
    let portal = context.portal.clone();
    let empty = move || {
        let is_narrowed = filter.with_untracked(|filter| filter.conditions() > 0);
        if is_narrowed {
            return tables::empty(t!(requests.none_found), None);
        }
        view! {
            <div class="empty"><p>{text(words::empty(&portal))}</p><p>{t!(requests.empty_next)}</p></div>
        }
        .into_any()
    };
    let shown = rows::table(&context, discards).listing(list, empty);
    view! {
        <Breadcrumb steps=way />
        <div class="title-row">
            <PageTitle title=words::title(&context.portal) />
            <div class="buttons">{starts(&context)}</div>
        </div>
        <p class="lead">{text(words::lead(&context.portal))}</p>
        {outcome("list-outcome", told)}
        {filters::form(&context, filter, Signal::derive(move || list.refused()))}
        {shown}
        {discards.dialog()}
    }
    .into_any()
}

/// A button for each kind of which something new comes; what is about a contract begins at the contract.
fn starts(context: &PageContext) -> AnyView {
    let start = |kind: &ApplicationKind| {
        let (label, address) = (kind.label.clone(), context.path(&format!("/requests/new?kind={}", kind.code)));
        view! { <a class="button solid" href=address>{text(move || tr!(requests.of_kind, own(&label)))}</a> }.into_any()
    };
    let starts: Vec<AnyView> = context.portal.applications.iter().filter(|kind| !kind.of_contract).map(start).collect();
    optional(Some(starts.into_any()))
}
