//! The search of the catalogue: words, category, period and order. It acts through the address of the page.

use super::orders;
use crate::api::products::Filter;
use crate::components::parts::Part;
use crate::components::select_fields::{Choice, SelectField};
use crate::contexts::PageContext;
use crate::texts::{own, t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use madoguchi_api_types::products::ProductCategory;

/// What the address asks for.
pub fn of_address() -> Memo<Filter> {
    let query = use_query_map();
    Memo::new(move |_| query.with(read))
}

fn read(query: &ParamsMap) -> Filter {
    let part = |name: &str| query.get(name).unwrap_or_default();
    Filter {
        words: part("words"),
        category: part("category"),
        from: part("from"),
        until: part("until"),
        order: part("order"),
    }
}

/// The form. Category and order act at once, words and days with the button.
pub fn form(context: &PageContext, filter: Memo<Filter>, categories: Part<Vec<ProductCategory>>) -> AnyView {
    let typed = RwSignal::new(Filter::default());
    Effect::new(move |_| typed.set(filter.get()));
    let context = StoredValue::new(context.clone());
    let go = move |filter: &Filter| context.with_value(|context| context.stay(&format!("/products{}", filter.query())));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go(&tidy(typed.get_untracked()));
    };
    let reset = move |_| go(&Filter::default());
    let named = Signal::derive(move || {
        let all = (String::new(), tr!(products.all_categories).to_owned());
        let found = categories.value().unwrap_or_default().into_iter();
        let named = found.map(|it| (it.name, tr!(products.category_count, it.products, own(&it.label))));
        std::iter::once(all).chain(named).collect::<Vec<Choice>>()
    });
    let sorts = Signal::derive(orders::choices);
    let select = move |id: &'static str, label: fn() -> &'static str, choices: Signal<Vec<Choice>>, part: PartOf| {
        let chosen = Signal::derive(move || typed.with(|filter| part(&mut filter.clone()).clone()));
        let choose = Callback::new(move |(value,): (String,)| {
            typed.update(|filter| *part(filter) = value);
            go(&tidy(typed.get_untracked()));
        });
        view! { <SelectField id=id label=label choices=choices chosen=chosen choose=choose /> }.into_any()
    };
    view! {
        <form class="search product-search card" role="search" aria-label=t!(products.search) on:submit=submit>
            <div class="search-words">
                {input(typed, "words", t!(products.words), "search", |filter| &mut filter.words)}
                <button type="submit" class="button solid">{t!(products.search)}</button>
            </div>
            <p class="note">{t!(products.words_hint)}</p>
            <div class="search-more">
                {select("category", t!(products.category), named, |filter| &mut filter.category)}
                {select("order", t!(products.order), sorts, |filter| &mut filter.order)}
                <fieldset class="range">
                    <legend>{t!(products.period)}</legend>
                    {input(typed, "from", t!(products.from), "date", |filter| &mut filter.from)}
                    <span aria-hidden="true">"〜"</span>
                    {input(typed, "until", t!(products.until), "date", |filter| &mut filter.until)}
                </fieldset>
                <div class="toolbar-buttons">
                    <button type="submit" class="button outline small">{t!(products.apply_period)}</button>
                    <button type="button" class="button text small" on:click=reset>{t!(products.reset)}</button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

/// A last day alone says nothing, and one before the first is the first.
fn tidy(filter: Filter) -> Filter {
    let until = match filter.from.as_str() {
        "" => String::new(),
        from if filter.until.as_str() < from => from.to_owned(),
        _ => filter.until.clone(),
    };
    Filter { words: filter.words.trim().to_owned(), until, ..filter }
}

/// The place of a field in the filter.
type PartOf = fn(&mut Filter) -> &mut String;

fn input(
    typed: RwSignal<Filter>,
    id: &'static str,
    label: fn() -> &'static str,
    kind: &'static str,
    part: PartOf,
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
