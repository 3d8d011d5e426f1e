//! The button that sends a form: shows that it works, and does nothing when pressed again meanwhile.

use super::forms::Form;
use crate::components::views::text;
use crate::texts::tr;
use leptos::prelude::*;

/// The button. It stays in the order of the keyboard while it works.
pub fn submit_button(form: Form, label: impl Into<TextProp>) -> AnyView {
    let label = label.into();
    view! {
        <button
            type="submit"
            class="button solid submit"
            class:busy=move || form.busy.get()
            aria-disabled=move || form.busy.get().then_some("true")
        >
            {text(label)}
        </button>
        <span class="visually-hidden" role="status">
            {text(move || if form.busy.get() { tr!(forms.sending) } else { "" })}
        </span>
    }
    .into_any()
}
