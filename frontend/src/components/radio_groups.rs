//! A choice of few that are all to be seen, as a field of a form.

use super::forms::Field;
use super::text_fields::described_by;
use crate::components::views::text;
use leptos::prelude::*;

/// One of the choices: its value and what it says.
pub type Radio = (&'static str, TextProp);

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
    let name = field.name;
    let radio = |(at, (value, label)): (usize, Radio)| {
        // The first one has the field's own id: the summary of errors leads there.
        let id = if at == 0 { name.to_owned() } else { format!("{name}-{value}") };
        view! {
            <label class="check">
                <input
                    type="radio"
                    id=id
                    name=name
                    value=value
                    prop:checked=move || field.value.with(|chosen| chosen == value)
                    on:change=move |_| field.change(value.to_owned())
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
            <legend>{text(move || field.label_text())}</legend>
            <div class="radio-row">{radios}</div>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{text(hint)}</p> })}
            <p class="field-error" id=format!("{name}-error")>{text(move || field.error_text().unwrap_or_default())}</p>
        </fieldset>
    }
}
