//! 承認: what waits for the user, and what the customer set about it.

use super::approval_forms::settings;
use super::tabs::{AccountTab, head};
use crate::api;
use crate::chunks::chunk;
use crate::components::columns::{self, Column};
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::approvals::WaitingApproval;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let client = context.client;
    let list = Listing::load(move |cursor| async move { api::approvals::list(client, &cursor).await });
    let empty = || tables::empty(t!(approvals.none), None);
    let shown = table(&context).listing(list, empty);
    view! {
        {head(&context, AccountTab::Approvals)}
        <p class="lead">{t!(approvals.lead)}</p>
        <section class="section" aria-labelledby="waiting-title">
            <h2 id="waiting-title">{t!(approvals.waiting_title)}</h2>
            {shown}
        </section>
        {settings(&context)}
    }
    .into_any()
}

fn table(context: &PageContext) -> Table<WaitingApproval> {
    let context = context.clone();
    let kind = |it: &WaitingApproval| {
        let label = it.kind_label.clone();
        text(move || own(&label))
    };
    let open = move |it: &WaitingApproval| {
        columns::link(t!(requests.open), context.path(&format!("/requests/{}", it.request)), it.number.clone())
    };
    let columns = vec![
        Column::new(t!(requests.number), |it: &WaitingApproval| it.number.clone().into_any()).naming().language("en"),
        Column::new(t!(request_histories.kind), kind),
        Column::new(t!(approvals.requester), |it: &WaitingApproval| it.requester.clone().into_any()).class("name"),
        Column::new(t!(approvals.amount), |it: &WaitingApproval| formats::yen(it.amount).into_any()).number(),
        Column::new(t!(approvals.asked_at), |it: &WaitingApproval| moment(it.asked_at)),
        Column::actions(t!(account.actions), open).read_out_only(),
    ];
    Table::new(t!(approvals.caption), columns)
}
