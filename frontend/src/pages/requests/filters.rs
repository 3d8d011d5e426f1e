//! The search of requests: state, kind, days and number. It acts through the address of the page.

use super::states;
use crate::api::requests::Filter;
use crate::components::forms::half_width;
use crate::components::searches::{SearchField, all, search};
use crate::contexts::{PageContext, has_module};
use crate::texts::{own, t};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::problems::FieldProblem;
use madoguchi_api_types::requests::RequestState;

/// What the address asks for.
pub fn of_address() -> Memo<Filter> {
    let query = use_query_map();
    Memo::new(move |_| query.with(read))
}

fn read(query: &ParamsMap) -> Filter {
    let part = |name: &str| query.get(name).unwrap_or_default();
    Filter {
        state: part("state"),
        kind: part("kind"),
        from: part("from"),
        until: part("until"),
        number: part("number"),
        order: part("order"),
        ..Filter::default()
    }
}

pub fn form(context: &PageContext, filter: Memo<Filter>, refused: Signal<Vec<FieldProblem>>) -> AnyView {
    let context = StoredValue::new(context.clone());
    let go = Callback::new(move |(typed,): (Option<Filter>,)| {
        let order = filter.get_untracked().order;
        let wanted = typed.map_or_else(
            || Filter { order, ..Filter::default() },
            |typed| Filter { number: half_width(&typed.number).unwrap_or_default(), ..typed },
        );
        context.with_value(|context| context.stay(&format!("/requests{}", wanted.query())));
    });
    let approves = context.with_value(|context| has_module(&context.portal, Module::Approvals));
    let states = Signal::derive(move || {
        // Nothing waits for approval where the portal knows none.
        let is_there = move |state: &&RequestState| {
            approves || !matches!(state, RequestState::InApproval | RequestState::NotApproved)
        };
        let there = RequestState::ALL.iter().filter(is_there);
        let named = there.map(|state| (state.as_str().to_owned(), states::word(*state)().to_owned()));
        std::iter::once(all()).chain(named).collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let offered = context.with_value(|context| context.portal.applications.clone());
        std::iter::once(all()).chain(offered.into_iter().map(|kind| (kind.code, own(&kind.label)))).collect::<Vec<_>>()
    });
    let fields = vec![
        SearchField::Select {
            id: "state",
            label: t!(requests.state),
            choices: states,
            place: |it: &mut Filter| &mut it.state,
        },
        SearchField::Select {
            id: "kind",
            label: t!(requests.kind),
            choices: kinds,
            place: |it: &mut Filter| &mut it.kind,
        },
        SearchField::Input { id: "number", label: t!(requests.number), place: |it: &mut Filter| &mut it.number },
        SearchField::Days {
            label: t!(requests.opened_on),
            from: |it: &mut Filter| &mut it.from,
            until: |it: &mut Filter| &mut it.until,
        },
    ];
    search(filter, Filter::conditions, fields, refused, go)
}
