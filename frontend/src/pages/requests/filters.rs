//! The search of requests: state, kind, days and number. It acts through the address of the page.

use super::states;
use crate::api::requests::Filter;
use crate::components::forms::half_width;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::text;
use crate::contexts::{PageContext, has_module};
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use madoguchi_api_types::portals::Module;
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

/// The form, folded away until it is wanted or in use.
pub fn form(context: &PageContext, filter: Memo<Filter>) -> AnyView {
    let typed = RwSignal::new(Filter::default());
    Effect::new(move |_| typed.set(filter.get()));
    let context = StoredValue::new(context.clone());
    let go = move |filter: &Filter| context.with_value(|context| context.stay(&format!("/requests{}", filter.query())));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let filter = typed.get_untracked();
        let number = half_width(&filter.number).unwrap_or_default();
        go(&Filter { number, ..filter });
    };
    let reset = move |_| go(&Filter { order: filter.get_untracked().order, ..Filter::default() });
    let conditions = Memo::new(move |_| filter.with(Filter::conditions));
    let was_open = filter.with_untracked(Filter::conditions) > 0;
    let summary = move || match conditions.get() {
        0 => tr!(requests.search).to_owned(),
        count => tr!(requests.search_count, count),
    };
    let approves = context.with_value(|context| has_module(&context.portal, Module::Approvals));
    let states = Signal::derive(move || {
        // Nothing waits for approval where the portal knows none.
        let is_there = move |state: &&RequestState| {
            approves || !matches!(state, RequestState::InApproval | RequestState::NotApproved)
        };
        let there = RequestState::ALL.iter().filter(is_there);
        let named = there.map(|state| (state.as_str().to_owned(), states::word(*state)().to_owned()));
        std::iter::once(all()).chain(named).collect::<Vec<Choice>>()
    });
    let kinds = Signal::derive(move || {
        let offered = context.with_value(|context| context.portal.applications.clone());
        std::iter::once(all()).chain(offered.into_iter().map(|kind| (kind.code, own(&kind.label)))).collect::<Vec<_>>()
    });
    let select = move |id: &'static str, label: fn() -> &'static str, choices: Signal<Vec<Choice>>, part: Part| {
        let chosen = Signal::derive(move || typed.with(|filter| part(&mut filter.clone()).clone()));
        let choose = Callback::new(move |(value,): (String,)| typed.update(|filter| *part(filter) = value));
        view! { <SelectField id=id label=label choices=choices chosen=chosen choose=choose /> }.into_any()
    };
    view! {
        <details class="search card" open=was_open>
            <summary>{text(summary)}</summary>
            <form role="search" aria-label=t!(requests.search) on:submit=submit>
                {select("state", t!(requests.state), states, |filter| &mut filter.state)}
                {select("kind", t!(requests.kind), kinds, |filter| &mut filter.kind)}
                {input(typed, "number", t!(requests.number), "search", |filter| &mut filter.number)}
                <fieldset class="range">
                    <legend>{t!(requests.opened_on)}</legend>
                    {input(typed, "from", t!(requests.from), "date", |filter| &mut filter.from)}
                    <span aria-hidden="true">"〜"</span>
                    {input(typed, "until", t!(requests.until), "date", |filter| &mut filter.until)}
                </fieldset>
                <div class="toolbar-buttons">
                    <button type="submit" class="button solid small">{t!(requests.search_apply)}</button>
                    <button type="button" class="button text small" on:click=reset>{t!(requests.search_reset)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn all() -> Choice {
    (String::new(), tr!(requests.all).to_owned())
}

/// The place of a field in the filter.
type Part = fn(&mut Filter) -> &mut String;

fn input(
    typed: RwSignal<Filter>,
    id: &'static str,
    label: fn() -> &'static str,
    kind: &'static str,
    part: Part,
) -> AnyView {
    let value = move || typed.with(|filter| part(&mut filter.clone()).clone());
    let change = move |value: String| typed.update(|filter| *part(filter) = value);
    view! {
        <div class="field inline">
            <label for=id>{label}</label>
            <input
                id=id
                class="input"
                type=kind
                autocomplete="off"
                prop:value=value
                on:input:target=move |event| change(event.target().value())
            />
        </div>
    }
    .into_any()
}
