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
use crate::drafts::Drafts;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::recoveries::RecoveryWay;

chunk!(visitors: later = page);

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let Some(first) = visit.portal.recovery.first().copied() else { return not_found_page() };
    let ways = visit.portal.recovery.clone();
    let query = use_query_map();
    let way = Memo::new(move |_| {
        let named = query.with(|query| query.get("way")).unwrap_or_default();
        ways.iter().copied().find(|way| words::name(*way) == named).unwrap_or(first)
    });
    let content = changing(move || of_way(&visit, way.get()));
    view! { <div class="column narrow">{content}</div> }.into_any()
}

fn of_way(visit: &Visit, way: RecoveryWay) -> AnyView {
    let asked = Asked::new(way, &visit.portal);
    let form = Form::new(asked.fields());
    Drafts::new().keep("recovery", asked.fields().into_iter().map(Into::into).collect());
    let sent = RwSignal::new(false);
    let visit = visit.clone();
    changing(move || {
        let words = words::of(way, &visit.portal);
        if sent.get() { done(&visit, words, sent) } else { ask(&visit, way, words, (form, asked), sent) }
    })
}

fn ask(visit: &Visit, way: RecoveryWay, words: Words, (form, asked): (Form, Asked), sent: RwSignal<bool>) -> AnyView {
    let client = visit.client;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.send(move || api::recoveries::create(client, asked.request(way)), move |()| sent.set(true));
    };
    view! {
        <PageTitle title=words.title />
        {choice(visit, way)}
        <p class="lead lines">{text(words.lead)}</p>
        {error_summary(form)}
        <form class="card" novalidate=true on:submit=submit>
            {asked.draw(&visit.portal)}
            <p class="note">{text(words.note)}</p>
            {submit_button(form, words.send)}
            <a class="button outline submit" href=visit.path("/login")>{t!(recovery.cancel)}</a>
        </form>
        {knows_neither(visit, way)}
    }
    .into_any()
}

/// The ways to choose from, where there are several.
fn choice(visit: &Visit, way: RecoveryWay) -> AnyView {
    let ways = &visit.portal.recovery;
    let tab = |other: &RecoveryWay| Tab {
        label: words::of(*other, &visit.portal).title.into(),
        address: address(visit, *other),
        here: *other == way,
    };
    optional((ways.len() > 1).then(|| tabs(t!(recovery.ways), ways.iter().map(tab).collect())))
}

/// For who does not know what this way asks for, the one that needs less.
fn knows_neither(visit: &Visit, way: RecoveryWay) -> AnyView {
    let other = RecoveryWay::FacilityAndMail;
    let offered = way == RecoveryWay::ReissueIssued && visit.portal.recovery.contains(&other);
    let address = address(visit, other);
    optional(
        offered
            .then(|| view! { <p class="after-card"><a href=address>{t!(recovery.knows_neither)}</a></p> }.into_any()),
    )
}

fn address(visit: &Visit, way: RecoveryWay) -> String {
    visit.path(&format!("/recovery?way={}", words::name(way)))
}

fn done(visit: &Visit, words: Words, sent: RwSignal<bool>) -> AnyView {
    let mail_from = visit.portal.mail_from.clone();
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
            {visit.portal.demo.then(|| view! {
                <p><a href="/dev/mailbox" rel="external" target="_blank">{t!(frame.mailbox)}</a></p>
            })}
        </div>
        <p><a class="button solid" href=visit.path("/login")>{t!(recovery.login)}</a></p>
        <p class="after-card">
            <button type="button" class="link" on:click=move |_| sent.set(false)>{t!(recovery.again)}</button>
        </p>
    }
    .into_any()
}
