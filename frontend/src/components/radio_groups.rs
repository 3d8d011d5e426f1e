//! A choice of few that are all to be seen, as a field of a form.

use super::forms::Field;
use super::text_fields::{badge, described_by};
use crate::components::views::{optional, text};
use leptos::prelude::*;
use std::borrow::Cow;

/// One of the choices: its value and what it says.
pub type Radio = (Cow<'static, str>, TextProp);

/// The choices under their heading; the field holds the value of the chosen one.
#[component]
pub fn RadioGroup(
    field: Field,
    /// What there is to choose from.
    choices: Vec<Radio>,
    /// Text under the choices.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    radio_group(field, choices, hint, None)
}

/// The same with 必須, and with a text under the choices or none.
pub fn required_radio_group(field: Field, choices: Vec<Radio>, hint: Option<TextProp>) -> AnyView {
    radio_group(field, choices, hint, Some(badge(true)))
}

fn radio_group(field: Field, choices: Vec<Radio>, hint: Option<TextProp>, badge: Option<AnyView>) -> AnyView {
    let name = field.name();
    let radio = |(at, (value, label)): (usize, Radio)| {
        // The first one has the field's own id: the summary of errors leads there.
        let id = if at == 0 { name.to_string() } else { format!("{name}-{value}") };
        let (own, chosen) = (value.clone(), value.clone());
        view! {
            <label class="check">
                <input
                    type="radio"
                    id=id
                    name=name.clone()
                    value=value
                    prop:checked=move || field.value.with(|chosen| *chosen == own)
                    on:change=move |_| field.change(chosen.to_string())
                />
                <span>{text(label)}</span>
            </label>
        }
    };
    let described = described_by(field, hint.is_some());
    let radios = choices.into_iter().enumerate().map(radio).collect_view();
    view! {
        <fieldset
            class="field radios"
            class:wrong=move || field.error.with(Option::is_some)
            aria-describedby=described
        >
            <legend>{text(move || field.label_text())} " " {optional(badge)}</legend>
            <div class="radio-row">{radios}</div>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{text(hint)}</p> })}
            <p class="field-error" id=format!("{name}-error")>{text(move || field.error_text().unwrap_or_default())}</p>
        </fieldset>
    }
    .into_any()
}
