//! The files of before.

use crate::api;
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::request_batches::{RequestBatch, RequestBatchState};

/// The section.
pub fn section(context: &PageContext) -> AnyView {
    let client = context.client;
    let list = Listing::load(move |cursor| async move { api::request_batches::list(client, &cursor).await });
    let context = context.clone();
    let open = move |it: &RequestBatch| {
        columns::link(
            t!(request_batches.open),
            context.path(&format!("/request-batches/{}", it.id)),
            it.file_name.clone(),
        )
    };
    let category = |it: &RequestBatch| {
        let label = it.category_label.clone();
        text(move || own(&label)).into_any()
    };
    let columns = vec![
        Column::new(t!(request_batches.file_name), |it: &RequestBatch| name(it)).naming(),
        Column::new(t!(request_batches.category), category),
        Column::new(t!(request_batches.rows), |it: &RequestBatch| formats::count(it.rows.into()).into_any()).number(),
        Column::new(t!(requests.state), |it: &RequestBatch| state(it.state)),
        Column::new(t!(request_batches.started_at), |it: &RequestBatch| moment(it.created_at)),
        Column::actions(t!(account.actions), open).read_out_only(),
    ];
    let empty = || tables::empty(t!(request_batches.earlier_empty), None);
    view! {
        <section class="section" aria-labelledby="earlier-title">
            <h2 id="earlier-title">{t!(request_batches.earlier)}</h2>
            {Table::new(t!(request_batches.earlier), columns).listing(list, empty)}
        </section>
    }
    .into_any()
}

fn name(batch: &RequestBatch) -> AnyView {
    if batch.file_name.is_empty() { "－".into_any() } else { batch.file_name.clone().into_any() }
}

/// 作成中 or 申込済.
pub fn state(state: RequestBatchState) -> AnyView {
    let (class, word) = match state {
        RequestBatchState::Open => ("status preparing", t!(request_batches.state_open)),
        RequestBatchState::Submitted => ("status answered", t!(request_batches.state_submitted)),
    };
    view! { <span class=class>{word}</span> }.into_any()
}
