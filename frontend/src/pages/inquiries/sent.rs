//! お問い合わせを受け付けました: the number, the mail that follows, and what became of a wish.

use super::wishes;
use crate::api;
use crate::chunks::chunk;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::session::State;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use madoguchi_api_types::inquiries::InquiryDetail;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let id = use_params_map().with_untracked(|params| params.get("inquiry")).unwrap_or_default();
    let client = context.client;
    let inquiry = Part::load(move || {
        let id = id.clone();
        async move { api::inquiries::get(client, &id).await }
    });
    let missing =
        Memo::new(move |_| inquiry.state.with(|state| matches!(state, Loaded::Failed(error) if error.is_not_found())));
    changing(move || {
        if missing.get() {
            return not_found_page();
        }
        let context = context.clone();
        view! {
            <div class="column">
                <PageTitle title=t!(inquiries.sent_title) />
                {inquiry.show(move |inquiry| content(&context, inquiry))}
            </div>
        }
        .into_any()
    })
}

fn content(context: &PageContext, inquiry: InquiryDetail) -> AnyView {
    let State::Active(session) = context.sessions.state.get_untracked() else { return ().into_any() };
    let mail = session.user.mail_address;
    let is_done = inquiry.wish.as_ref().is_some_and(|wish| wish.effective_from.is_some());
    let next = (!is_done).then(|| view! { <p>{t!(inquiries.sent_next)}</p> }.into_any());
    let wish = inquiry.wish.as_ref().map(|wish| wishes::notice(context, wish));
    let (thread, all) = (context.path(&format!("/inquiries/{}", inquiry.id)), context.path("/inquiries"));
    let kind = inquiry.kind;
    view! {
        <p class="lead">{text(move || tr!(inquiries.sent_text, mail))}</p>
        {optional(wish)}
        <div class="card">
            <dl class="details">
                <div><dt>{t!(inquiries.number)}</dt><dd lang="en"><strong>{inquiry.number}</strong></dd></div>
                <div><dt>{t!(inquiries.kind)}</dt><dd>{text(move || own(&kind))}</dd></div>
                <div><dt>{t!(inquiries.subject)}</dt><dd>{inquiry.subject}</dd></div>
            </dl>
            {optional(next)}
        </div>
        <div class="buttons after-form">
            <a class="button solid" href=all>{t!(inquiries.to_list)}</a>
            <a class="button outline" href=thread>{t!(inquiries.to_thread)}</a>
        </div>
    }
    .into_any()
}
