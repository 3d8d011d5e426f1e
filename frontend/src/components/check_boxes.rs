//! A tick box as a field of a form.

use super::forms::Field;
use crate::components::views::text;
use leptos::prelude::*;

/// What a ticked box holds.
pub const TICKED: &str = "true";

/// A tick box; the field holds [`TICKED`] or nothing.
#[component]
pub fn CheckBox(field: Field) -> impl IntoView {
    let ticked = move || !field.value.read().is_empty();
    let tick = move |ticked: bool| {
        field.value.set(if ticked { TICKED.to_owned() } else { String::new() });
        if ticked {
            field.error.set(None);
        }
    };
    view! {
        <div class="field" class:wrong=move || field.error.with(Option::is_some)>
            <label class="check">
                <input
                    type="checkbox"
                    id=field.name()
                    name=field.name()
                    required=field.required
                    aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                    aria-describedby=move || field.error.with(Option::is_some).then(|| format!("{}-error", field.name()))
                    prop:checked=ticked
                    on:change:target=move |event| tick(event.target().checked())
                />
                <span>{text(move || field.label_text())}</span>
            </label>
            <p class="field-error" id=format!("{}-error", field.name())>{text(move || field.error_text().unwrap_or_default())}</p>
        </div>
    }
}
