//! A choice of many from a closed list, as a field of a form. Nothing is chosen for the person.

use super::forms::Field;
use super::text_fields::{around, described_by};
use crate::components::views::text;
use crate::texts::t;
use leptos::prelude::*;

/// The choices: the value of each and what it says; the field holds the value of the chosen one.
#[component]
pub fn ChoiceField(field: Field, choices: Vec<(String, TextProp)>) -> impl IntoView {
    choice_field(field, choices, None)
}

/// The same, with a text under the label or none.
pub fn choice_field(field: Field, choices: Vec<(String, TextProp)>, hint: Option<TextProp>) -> AnyView {
    let option = move |(value, label): (String, TextProp)| {
        let (own, selected) = (value.clone(), move |own: &str| field.value.with(|chosen| chosen == own));
        view! { <option value=value selected=move || selected(&own)>{text(label)}</option> }
    };
    let control = view! {
        <select
            id=field.name()
            name=field.name()
            class="input"
            required=field.required
            aria-describedby=described_by(field, hint.is_some())
            aria-invalid=move || field.error.with(Option::is_some).then_some("true")
            prop:value=field.value
            on:change:target=move |event| field.change(event.target().value())
        >
            <option value="">{t!(forms.choose)}</option>
            {choices.into_iter().map(option).collect_view()}
        </select>
    };
    around(field, hint, control.into_any())
}
