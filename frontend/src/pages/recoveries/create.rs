//! パスワードをお忘れの方: the ways back in that the portal has. The end is the same whatever was typed.

use super::fields::Asked;
use super::words::{self, Words};
use crate::api;
use crate::chunks::chunk;
use crate::components::error_summaries::error_summary;
use crate::components::forms::Form;
use crate::components::notices::{Kind, Notice};
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::submit_buttons::submit_button;
use crate::components::tabs::{Tab, tabs};
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::drafts::Drafts;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::recoveries::RecoveryWay;

chunk!(visitors: later = page);

pub fn page(context: PageContext) -> AnyView {
    let Some(first) = context.portal.recovery.first().copied() else { return not_found_page() };
    let ways = context.portal.recovery.clone();
    let query = use_query_map();
    let way = Memo::new(move |_| {
        let named = query.with(|query| query.get("way")).unwrap_or_default();
        ways.iter().copied().find(|way| way.as_str() == named).unwrap_or(first)
    });
    let content = changing(move || of_way(&context, way.get()));
    view! { <div class="column narrow">{content}</div> }.into_any()
}

fn of_way(context: &PageContext, way: RecoveryWay) -> AnyView {
    let asked = Asked::new(way, &context.portal);
    let form = Form::new(asked.fields());
    Drafts::new().keep("recovery", asked.fields().into_iter().map(Into::into).collect());
    let sent = RwSignal::new(false);
    let context = context.clone();
    changing(move || {
        let words = words::of(way, &context.portal);
        if sent.get() { done(&context, words, sent) } else { ask(&context, way, words, (form, asked), sent) }
    })
}

fn ask(
    context: &PageContext,
    way: RecoveryWay,
    words: Words,
    (form, asked): (Form, Asked),
    sent: RwSignal<bool>,
) -> AnyView {
    let client = context.client;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.send(move || api::recoveries::create(client, asked.request(way)), move |()| sent.set(true));
    };
    view! {
        <PageTitle title=words.title />
        {choice(context, way)}
        <p class="lead lines">{text(words.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {asked.draw(&context.portal)}
            <p class="note">{text(words.note)}</p>
            {submit_button(form, words.send)}
            <a class="button outline submit" href=context.path("/login")>{t!(recovery.cancel)}</a>
        </form>
        {knows_neither(context, way)}
    }
    .into_any()
}

/// The ways to choose from, where there are several.
fn choice(context: &PageContext, way: RecoveryWay) -> AnyView {
    let ways = &context.portal.recovery;
    let tab = |other: &RecoveryWay| Tab {
        label: words::of(*other, &context.portal).title.into(),
        address: address(context, *other),
        here: *other == way,
    };
    optional((ways.len() > 1).then(|| tabs(t!(recovery.ways), ways.iter().map(tab).collect())))
}

/// For who does not know what this way asks for, the one that needs less.
fn knows_neither(context: &PageContext, way: RecoveryWay) -> AnyView {
    let other = RecoveryWay::FacilityAndMail;
    let offered = way == RecoveryWay::ReissueIssued && context.portal.recovery.contains(&other);
    let address = address(context, other);
    optional(
        offered
            .then(|| view! { <p class="after-card"><a href=address>{t!(recovery.knows_neither)}</a></p> }.into_any()),
    )
}

fn address(context: &PageContext, way: RecoveryWay) -> String {
    context.path(&format!("/recovery?way={}", way))
}

fn done(context: &PageContext, words: Words, sent: RwSignal<bool>) -> AnyView {
    let mail_from = context.portal.mail_from.clone();
    view! {
        <PageTitle title=words.title />
        <Notice kind=Kind::Success><p>{text(words.sent)}</p></Notice>
        <div class="card">
            <p>{text(words.next)}</p>
            <ul>
                <li>{t!(recovery.close_browser)}</li>
                <li>{t!(recovery.no_mail)}</li>
                <li>{text(move || tr!(login.mail_note, mail_from))}</li>
            </ul>
            {context.portal.demo.then(|| view! {
                <p><a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a></p>
            })}
        </div>
        <p><a class="button solid" href=context.path("/login")>{t!(recovery.login)}</a></p>
        <p class="after-card">
            <button type="button" class="link" on:click=move |_| sent.set(false)>{t!(recovery.again)}</button>
        </p>
    }
    .into_any()
}
