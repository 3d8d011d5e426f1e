//! What happened to an order, the last at the end.

use super::words;
use crate::components::moments::moment;
use crate::components::views::{optional, text};
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::orders::{OrderEvent, RequestDoer};

pub fn history(events: Vec<OrderEvent>) -> AnyView {
    if events.is_empty() {
        return optional(None);
    }
    let drawn: Vec<AnyView> = events.into_iter().map(event).collect();
    view! {
        <section class="section" aria-labelledby="history-title">
            <h2 id="history-title">{t!(orders.history)}</h2>
            <ol class="history card">{drawn}</ol>
        </section>
    }
    .into_any()
}

fn event(event: OrderEvent) -> AnyView {
    let OrderEvent { kind, at, doer, name, note, request_number } = event;
    let who = match doer {
        RequestDoer::Customer => t!(requests.by_customer),
        RequestDoer::Provider => t!(requests.by_provider),
        RequestDoer::System => t!(requests.by_system),
    };
    let note = (!note.is_empty()).then(|| view! { <p class="lines">{note}</p> }.into_any());
    let request = request_number.map(|number| {
        view! { <span class="hint">{text(move || tr!(orders.by_request, number.clone()))}</span> }.into_any()
    });
    view! {
        <li>
            <p><strong>{words::event(kind)}</strong> " " {moment(at)} " " {who} " " {name} " " {optional(request)}</p>
            {optional(note)}
        </li>
    }
    .into_any()
}
