//! The search of orders: state, days and number.

use super::words;
use crate::api::orders::Filter;
use crate::components::forms::half_width;
use crate::components::searches::{SearchField, all, search};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::orders::OrderState;
use madoguchi_api_types::problems::FieldProblem;

/// What the address asks for.
pub fn of_address() -> Memo<Filter> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let part = |name: &str| query.get(name).unwrap_or_default();
            Filter {
                state: part("state"),
                from: part("from"),
                until: part("until"),
                number: part("number"),
                order: part("order"),
            }
        })
    })
}

pub fn form(context: &PageContext, filter: Memo<Filter>, refused: Signal<Vec<FieldProblem>>) -> AnyView {
    let context = StoredValue::new(context.clone());
    let go = Callback::new(move |(typed,): (Option<Filter>,)| {
        let order = filter.get_untracked().order;
        let wanted = typed.map_or_else(
            || Filter { order, ..Filter::default() },
            |typed| Filter { number: half_width(&typed.number).unwrap_or_default(), ..typed },
        );
        context.with_value(|context| context.stay(&format!("/orders{}", wanted.query())));
    });
    let states = Signal::derive(|| {
        let named = OrderState::ALL.iter().map(|it| (it.as_str().to_owned(), words::state(*it)().to_owned()));
        std::iter::once(all()).chain(named).collect::<Vec<_>>()
    });
    let fields = vec![
        SearchField::Select {
            id: "state",
            label: t!(orders.state),
            choices: states,
            place: |it: &mut Filter| &mut it.state,
        },
        SearchField::Input { id: "number", label: t!(orders.number), place: |it: &mut Filter| &mut it.number },
        SearchField::Days {
            label: t!(orders.ordered_on),
            from: |it: &mut Filter| &mut it.from,
            until: |it: &mut Filter| &mut it.until,
        },
    ];
    search(filter, Filter::conditions, fields, refused, go)
}
