//! The rows of the list of requests: what each is, its state, and what can be done with it.

use super::discards::Discards;
use super::states::badge;
use super::words::own_text;
use crate::components::columns::{self, Column};
use crate::components::moments::moment;
use crate::components::sorting::Sorting;
use crate::components::tables::Table;
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::requests::{Request, RequestState};

/// The order of an address without one.
const USUAL: &str = "opened_on_descending";

pub fn table(context: &PageContext, discards: Discards) -> Table<Request> {
    let context = context.clone();
    let opened_on = |it: &Request| {
        let on = it.opened_on;
        text(move || formats::date(on))
    };
    let sent = |it: &Request| it.submitted_at.map_or_else(|| "－".into_any(), moment);
    let columns = vec![
        Column::new(t!(requests.number), |it: &Request| it.number.clone().into_any())
            .naming()
            .language("en")
            .sorted_by("number"),
        Column::new(t!(requests.facility), |it: &Request| facility(it)).class("name").sorted_by("title"),
        Column::new(t!(requests.kind), kind).sorted_by("kind"),
        Column::new(t!(requests.state), state).sorted_by("state"),
        Column::new(t!(requests.opened_on), opened_on).sorted_by("opened_on"),
        Column::new(t!(requests.submitted_at), sent).sorted_by("submitted_at"),
        Column::actions(t!(account.actions), move |it: &Request| actions(&context, discards, it)).read_out_only(),
    ];
    Table::new(t!(requests.caption), columns).class("requests").sorted(Sorting::of_address(USUAL))
}

fn facility(request: &Request) -> AnyView {
    if request.title.is_empty() { "－".into_any() } else { request.title.clone().into_any() }
}

fn kind(request: &Request) -> AnyView {
    let category = request.category_label.as_ref().map(|label| {
        let label = own_text(label);
        view! { <span class="request-category">{text(label)}</span> }.into_any()
    });
    view! { <span>{text(own_text(&request.kind_label))} " " {optional(category)}</span> }.into_any()
}

/// With the end of a draft.
fn state(request: &Request) -> AnyView {
    let end = request.draft_ends_on.filter(|_| request.state == RequestState::Draft).map(|on| {
        view! { <span class="hint">{text(move || tr!(requests.draft_until, formats::date(on)))}</span> }.into_any()
    });
    view! { <span>{badge(request.state)} " " {optional(end)}</span> }.into_any()
}

fn actions(context: &PageContext, discards: Discards, request: &Request) -> AnyView {
    let (id, number) = (request.id, request.number.clone());
    if request.state != RequestState::Draft {
        return columns::link(t!(requests.open), context.path(&format!("/requests/{id}")), number);
    }
    view! {
        {columns::link(t!(requests.go_on), context.path(&format!("/requests/{id}/edit")), number)}
        " "
        {discards.button(request)}
    }
    .into_any()
}
