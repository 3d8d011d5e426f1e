//! お知らせ: what the provider has published for the user.

use super::rows::row;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::counts::count_line;
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::tables;
use crate::components::views::changing;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::notices::Notice;

chunk!(entry: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let notices = Listing::load(move |cursor| async move { api::notices::list(client, &cursor).await });
    let steps: Vec<Step> = vec![context.home_step(), (t!(notices.title).into(), None)];
    let list = notices.first.show(move |page| {
        if page.items.is_empty() {
            return tables::empty(t!(notices.empty), None);
        }
        rows(&context, notices)
    });
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(notices.title) />
        {list}
    }
    .into_any()
}

fn rows(context: &PageContext, notices: Listing<Notice>) -> AnyView {
    let context = StoredValue::new(context.clone());
    let all = move || {
        let rows = notices.items().into_iter().map(|notice| context.with_value(|context| row(context, notice)));
        rows.collect::<Vec<_>>().into_any()
    };
    view! {
        {count_line(move || notices.count_words())}
        <ul class="notice-list card">{changing(all)}</ul>
        {notices.foot()}
    }
    .into_any()
}
