//! What happened to a request: what came of it, when, by whom and why.

use super::states;
use crate::components::moments::moment;
use crate::components::views::optional;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::requests::{RequestAgreement, RequestEvent};

/// The history, oldest first, and the terms that were agreed to.
pub fn history(events: Vec<RequestEvent>, agreement: Option<RequestAgreement>) -> AnyView {
    let events: Vec<AnyView> = events.into_iter().map(event).collect();
    view! {
        <section class="section" aria-labelledby="history-title">
            <h2 id="history-title">{t!(requests.history)}</h2>
            <ol class="card request-history">{events}</ol>
        </section>
        {optional(agreement.map(agreed))}
    }
    .into_any()
}

fn event(event: RequestEvent) -> AnyView {
    let RequestEvent { state, at, doer, name, reason } = event;
    let reason =
        (!reason.is_empty()).then(|| view! { <p class="lines">{t!(requests.reason)} "：" {reason}</p> }.into_any());
    let name = (!name.is_empty()).then(|| view! { " " <span class="name">{name}</span> }.into_any());
    view! {
        <li>
            <p>{states::badge(state)} " " <span class="note">{moment(at)}</span></p>
            <p class="note">{states::doer(doer)} {optional(name)}</p>
            {optional(reason)}
        </li>
    }
    .into_any()
}

fn agreed(agreement: RequestAgreement) -> AnyView {
    let RequestAgreement { version, at, name } = agreement;
    view! {
        <section class="section" aria-labelledby="agreed-title">
            <h2 id="agreed-title">{t!(requests.agreement)}</h2>
            <dl class="card details">
                <div><dt>{t!(requests.terms_version)}</dt><dd>{version}</dd></div>
                <div><dt>{t!(requests.agreed_at)}</dt><dd>{moment(at)}</dd></div>
                <div><dt>{t!(requests.agreed_by)}</dt><dd class="name">{name}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}
