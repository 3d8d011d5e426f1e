//! The button that sends a form: shows that it works, and does nothing when pressed again meanwhile.

use super::forms::Form;
use crate::texts::t;
use leptos::prelude::*;

/// The button. It stays in the order of the keyboard while it works.
#[component]
pub fn SubmitButton(
    form: Form,
    /// What it says.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            class="button solid submit"
            class:busy=move || form.busy.get()
            aria-disabled=move || form.busy.get().then_some("true")
        >
            {move || label.get()}
        </button>
        <span class="visually-hidden" role="status">
            {move || form.busy.get().then(t!(forms.sending))}
        </span>
    }
}
