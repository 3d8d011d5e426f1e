//! お手続き: each kind of switch with what it means, how it stands, and the button that changes it.

use super::cards::card;
use super::changes::Changes;
use super::contracts::Contracts;
use super::filters::tidy;
use super::words;
use crate::chunks::chunk;
use crate::components::breadcrumbs::{Breadcrumb, Step};
use crate::components::notices::{Kind, Notice};
use crate::components::outcomes::outcome;
use crate::components::page_titles::PageTitle;
use crate::components::views::{changing, optional};
use crate::contexts::PageContext;
use crate::session::State;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::switches::{Switch, SwitchKind};
use madoguchi_api_types::users::UserRole;

chunk!(account: later = page);

pub fn page(context: PageContext) -> AnyView {
    let query = use_query_map();
    let wanted =
        Memo::new(move |_| query.with(|query| query.get("number")).map(|typed| tidy(&typed)).unwrap_or_default());
    let changes = Changes::load(context.client);
    let steps: Vec<Step> = vec![context.home_step(), (t!(switches.title).into(), None)];
    // The sections stay while what is in them changes.
    let kinds = Memo::new(move |_| changes.list.value().map(|switches| kinds(&switches)));
    let reason = {
        let context = context.clone();
        Memo::new(move |_| changes.list.value().and_then(|switches| reason(&context, &switches)))
    };
    let sections = move || match kinds.get() {
        None => changes.list.show(|_| ().into_any()),
        Some(kinds) if kinds.is_empty() => view! { <div class="empty"><p>{t!(switches.empty)}</p></div> }.into_any(),
        Some(kinds) => {
            let sections: Vec<AnyView> = kinds.iter().map(|kind| section(&context, changes, wanted, *kind)).collect();
            sections.into_any()
        }
    };
    let notice = |words: fn() -> &'static str| view! { <Notice kind=Kind::Info><p>{words}</p></Notice> }.into_any();
    view! {
        <Breadcrumb steps=steps />
        <PageTitle title=t!(switches.title) />
        <p class="lead">{t!(switches.lead)}</p>
        {changing(move || optional(reason.get().map(notice)))}
        {changing(sections)}
        {changes.dialog()}
    }
    .into_any()
}

/// The kinds that there are, each with whether it is one of each contract.
fn kinds(switches: &[Switch]) -> Vec<(SwitchKind, bool)> {
    let of = |kind: SwitchKind| {
        let first = switches.iter().find(|switch| switch.kind == kind)?;
        Some((kind, first.contract_id.is_some()))
    };
    words::KINDS.into_iter().filter_map(of).collect()
}

/// Why nothing can be changed, where nothing can.
fn reason(context: &PageContext, switches: &[Switch]) -> Option<fn() -> &'static str> {
    let fixed = !switches.is_empty() && switches.iter().all(|switch| !switch.changeable);
    let administers = matches!(
        context.sessions.state.get_untracked(),
        State::Active(session) if session.user.role == UserRole::Administrator
    );
    fixed.then_some(if administers { t!(switches.not_changeable) } else { t!(switches.by_administrator) })
}

fn section(
    context: &PageContext,
    changes: Changes,
    wanted: Memo<String>,
    (kind, of_contract): (SwitchKind, bool),
) -> AnyView {
    let (title, place) = words::ids(kind);
    let limit = words::limit(kind).map(|limit| view! { <p class="note">{limit}</p> }.into_any());
    let content = if of_contract {
        Contracts::new(changes, kind, wanted).draw(context)
    } else {
        let own = move || {
            let switches = changes.list.value().unwrap_or_default();
            optional(switches.iter().find(|switch| switch.kind == kind).map(|switch| card(changes, switch)))
        };
        changing(own)
    };
    view! {
        <section class="section" aria-labelledby=title>
            <h2 id=title>{words::title(kind)}</h2>
            <p>{words::meaning(kind)}</p>
            {optional(limit)}
            {optional(changes.success(kind).map(|success| outcome(place, success)))}
            {content}
        </section>
    }
    .into_any()
}
