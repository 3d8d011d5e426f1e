//! One inquiry: its state, its thread, and the reply to it.

use super::messages;
use super::replies;
use super::states::badge;
use super::wishes;
use crate::api;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::moments::moment;
use crate::components::outcomes::{SuccessMessage, outcome};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryState};

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("inquiry")).unwrap_or_default();
    let client = context.client;
    let read = id.clone();
    let inquiry = Part::load(move || {
        let id = read.clone();
        async move { api::inquiries::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| inquiry.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || if missing.get() { not_found_page() } else { found(&context, &id, inquiry) })
}

fn found(context: &PageContext, id: &str, inquiry: Part<InquiryDetail>) -> AnyView {
    let success: SuccessMessage = RwSignal::new(None);
    // What is typed in reply stays when the thread is drawn anew.
    let state = Memo::new(move |_| inquiry.value().map(|inquiry| inquiry.state));
    let steps: Vec<Step> = vec![
        context.home_step(),
        (t!(inquiries.title).into(), Some(context.path("/inquiries"))),
        (t!(inquiries.one).into(), None),
    ];
    let title = Memo::new(move |_| inquiry.value().map(|inquiry| inquiry.subject));
    let heading = move || {
        let named = title.get();
        optional(named.map(|title| view! { <PageTitle title=move || title.clone() /> }.into_any()))
    };
    let shown = context.clone();
    let (replying, own_id) = (context.clone(), id.to_owned());
    let is_there = Memo::new(move |_| state.get().is_some());
    let reply = move || {
        let form = || replies::form(&replying, &own_id, inquiry, success);
        optional(is_there.get().then(form))
    };
    let is_closed = Memo::new(move |_| state.get() == Some(InquiryState::Closed));
    let closed = move || {
        let note = || view! { <p class="note">{t!(inquiries.closed_note)}</p> }.into_any();
        optional(is_closed.get().then(note))
    };
    view! {
        <div class="column thread-page">
            <Breadcrumb steps=steps />
            {changing(heading)}
            {inquiry.show(move |inquiry| content(&shown, inquiry))}
            {outcome("reply-outcome", success)}
            {changing(closed)}
            {changing(reply)}
        </div>
    }
    .into_any()
}

fn content(context: &PageContext, inquiry: InquiryDetail) -> AnyView {
    let InquiryDetail { id, number, kind, state, created_at, messages, wish, .. } = inquiry;
    let wish = wish.as_ref().map(|wish| wishes::notice(context, wish));
    view! {
        <dl class="facts">
            <div><dt>{t!(inquiries.state)}</dt><dd>{badge(state)}</dd></div>
            <div><dt>{t!(inquiries.number)}</dt><dd lang="en">{number}</dd></div>
            <div><dt>{t!(inquiries.kind)}</dt><dd>{text(move || own(&kind))}</dd></div>
            <div><dt>{t!(inquiries.sent_at)}</dt><dd>{moment(created_at)}</dd></div>
        </dl>
        {optional(wish)}
        {messages::thread(context.client, id, messages)}
    }
    .into_any()
}
