//! A field of several lines.

use super::forms::Field;
use super::text_fields::{around, described_by};
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::tr;
use leptos::prelude::*;

/// How much is typed, and how much may be.
fn counter(field: Field, most: usize) -> AnyView {
    let count = move || field.value.with(|typed| typed.chars().count());
    let number = |count: usize| formats::count(i64::try_from(count).unwrap_or(i64::MAX));
    let words = move || tr!(forms.counter, number(count()), number(most));
    view! { <p class="counter" class:over=move || { count() > most }>{text(words)}</p> }.into_any()
}

/// A field with everything around it; it grows with what is typed where the browser can.
#[component]
pub fn TextArea(
    field: Field,
    /// Lines at first.
    rows: u32,
    /// Text under the label.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    text_area(field, rows, hint)
}

/// The same, with a text under the label or none.
pub fn text_area(field: Field, rows: u32, hint: Option<TextProp>) -> AnyView {
    let control = view! {
        <textarea
            id=field.name()
            name=field.name()
            class="input area"
            rows=rows
            autocomplete="off"
            required=field.required
            aria-describedby=described_by(field, hint.is_some())
            aria-invalid=move || field.error.with(Option::is_some).then_some("true")
            prop:value=field.value
            on:input:target=move |event| field.change(event.target().value())
            on:blur=move |_| field.leave()
        ></textarea>
        {optional(field.most.map(|most| counter(field, most)))}
    };
    around(field, hint, control.into_any())
}
