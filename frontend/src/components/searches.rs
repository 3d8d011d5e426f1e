//! The search of a list that acts through the address of its page: folded away until it is wanted or in use. Must not know what
//! is searched for.

use super::select_fields::{Choice, SelectField};
use crate::api::problems::field_text;
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::problems::FieldProblem;

/// The place of a field in what is typed.
pub type Place<F> = fn(&mut F) -> &mut String;

/// A field of a search.
pub enum SearchField<F: 'static> {
    /// One of a list; the empty value is all.
    Select { id: &'static str, label: fn() -> &'static str, choices: Signal<Vec<Choice>>, place: Place<F> },
    /// Something that is typed.
    Input { id: &'static str, label: fn() -> &'static str, place: Place<F> },
    /// From one day to another.
    Days { label: fn() -> &'static str, from: Place<F>, until: Place<F> },
}

/// The form: `conditions` counts what narrows, `refused` are the fields that the list was refused for, `go` leads to what was
/// typed, or to everything.
pub fn search<F: Clone + Default + PartialEq + Send + Sync + 'static>(
    filter: Memo<F>,
    conditions: fn(&F) -> usize,
    fields: Vec<SearchField<F>>,
    refused: Signal<Vec<FieldProblem>>,
    go: Callback<(Option<F>,)>,
) -> AnyView {
    let typed = RwSignal::new(F::default());
    Effect::new(move |_| typed.set(filter.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go.run((Some(typed.get_untracked()),));
    };
    let count = Memo::new(move |_| filter.with(conditions));
    let was_open = count.get_untracked() > 0;
    let summary = move || match count.get() {
        0 => tr!(requests.search).to_owned(),
        count => tr!(requests.search_count, count),
    };
    let drawn: Vec<AnyView> = fields.into_iter().map(|field| draw(typed, refused, field)).collect();
    view! {
        <details class="search card" open=was_open>
            <summary>{text(summary)}</summary>
            <form role="search" aria-label=t!(requests.search) on:submit=submit>
                {drawn}
                <div class="toolbar-buttons">
                    <button type="submit" class="button solid small">{t!(requests.search_apply)}</button>
                    <button type="button" class="button text small" on:click=move |_| go.run((None,))>
                        {t!(requests.search_reset)}
                    </button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn draw<F: Clone + Send + Sync + 'static>(
    typed: RwSignal<F>,
    refused: Signal<Vec<FieldProblem>>,
    field: SearchField<F>,
) -> AnyView {
    let wrong = move |id: &'static str, label: fn() -> &'static str| Wrong::of(refused, id, label);
    match field {
        SearchField::Select { id, label, choices, place } => {
            let chosen = Signal::derive(move || typed.with(|filter| place(&mut filter.clone()).clone()));
            let choose = Callback::new(move |(value,): (String,)| typed.update(|filter| *place(filter) = value));
            view! { <SelectField id=id label=label choices=choices chosen=chosen choose=choose /> }.into_any()
        }
        SearchField::Input { id, label, place } => {
            let wrong = wrong(id, label);
            view! {
                <div class="field inline">
                    {input(typed, wrong, label, "search", place)}
                    {wrong.line()}
                </div>
            }
            .into_any()
        }
        SearchField::Days { label, from, until } => {
            // What is wrong is wrong with the days together, below both.
            let (wrong_from, wrong_until) = (wrong("from", label), wrong("until", label));
            view! {
                <fieldset class="range">
                    <legend>{label}</legend>
                    <div class="field inline">{input(typed, wrong_from, t!(requests.from), "date", from)}</div>
                    <span aria-hidden="true">"〜"</span>
                    <div class="field inline">{input(typed, wrong_until, t!(requests.until), "date", until)}</div>
                    {wrong_from.line()}
                    {wrong_until.line()}
                </fieldset>
            }
            .into_any()
        }
    }
}

/// What is wrong with a field of a search, if anything is.
#[derive(Clone, Copy)]
struct Wrong {
    id: &'static str,
    text: Memo<Option<String>>,
}

impl Wrong {
    fn of(refused: Signal<Vec<FieldProblem>>, id: &'static str, label: fn() -> &'static str) -> Self {
        let text = Memo::new(move |_| {
            refused.with(|refused| {
                let refused = refused.iter().find(|refused| refused.field == id)?;
                Some(field_text(id, refused.code.into(), label()))
            })
        });
        Self { id, text }
    }

    fn line_id(self) -> String {
        format!("{}-error", self.id)
    }

    fn line(self) -> AnyView {
        view! { <p class="field-error" id=self.line_id()>{text(move || self.text.get().unwrap_or_default())}</p> }
            .into_any()
    }
}

fn input<F: Clone + Send + Sync + 'static>(
    typed: RwSignal<F>,
    wrong: Wrong,
    label: fn() -> &'static str,
    kind: &'static str,
    place: Place<F>,
) -> AnyView {
    let value = move || typed.with(|filter| place(&mut filter.clone()).clone());
    let change = move |value: String| typed.update(|filter| *place(filter) = value);
    let is_wrong = move || wrong.text.with(Option::is_some);
    view! {
        <label for=wrong.id>{label}</label>
        <input
            id=wrong.id
            class="input"
            type=kind
            autocomplete="off"
            aria-describedby=move || is_wrong().then(|| wrong.line_id())
            aria-invalid=move || is_wrong().then_some("true")
            prop:value=value
            on:input:target=move |event| change(event.target().value())
        />
    }
    .into_any()
}

/// What narrows nothing.
pub fn all() -> Choice {
    (String::new(), tr!(requests.all).to_owned())
}
