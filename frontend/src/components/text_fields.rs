//! A field of one line: label, badge, hint, input and error, tied together for screen readers.

use super::forms::Field;
use crate::components::views::text;
use crate::texts::t;
use leptos::prelude::*;

/// What a browser and a keyboard should know about a field.
#[derive(Clone, Copy)]
pub struct Input {
    /// `type`.
    pub kind: &'static str,
    /// `autocomplete`.
    pub autocomplete: &'static str,
    /// `inputmode`.
    pub mode: &'static str,
    /// `lang` of what is typed; empty: that of the page.
    pub lang: &'static str,
    /// Width in characters by class: `short`, `medium` or empty.
    pub width: &'static str,
}

impl Input {
    /// Plain text.
    pub const TEXT: Self = Self { kind: "text", autocomplete: "off", mode: "text", lang: "", width: "" };
    /// A mail address.
    pub const MAIL: Self = Self { kind: "email", autocomplete: "email", mode: "email", lang: "en", width: "" };
    /// The identifier of a login.
    pub const USERNAME: Self = Self { autocomplete: "username", lang: "en", ..Self::TEXT };
}

/// A field with everything around it.
#[component]
pub fn TextField(
    field: Field,
    /// What the browser should know.
    input: Input,
    /// Text under the label.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    text_field(field, input, hint)
}

/// The same, with a text under the label or none.
pub fn text_field(field: Field, input: Input, hint: Option<TextProp>) -> AnyView {
    let control = view! {
        <input
            id=field.name()
            name=field.name()
            class=format!("input {}", input.width)
            type=input.kind
            autocomplete=input.autocomplete
            inputmode=input.mode
            lang=(!input.lang.is_empty()).then_some(input.lang)
            autocapitalize="none"
            spellcheck="false"
            required=field.required
            aria-describedby=described_by(field, hint.is_some())
            aria-invalid=move || field.error.with(Option::is_some).then_some("true")
            prop:value=field.value
            on:input:target=move |event| field.change(event.target().value())
            on:blur=move |_| field.leave()
        />
    };
    around(field, hint, control.into_any())
}

/// Label, badge, hint and error around a control whose id is the field's name.
pub fn around(field: Field, hint: Option<TextProp>, control: AnyView) -> AnyView {
    let name = field.name();
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{text(hint.clone())}</p> });
    view! {
        <div class="field" class:wrong=move || field.error.with(Option::is_some)>
            <label for=name.clone()>{text(move || field.label_text())} " " {badge(field.required)}</label>
            {hint}
            {control}
            <p class="field-error" id=format!("{name}-error")>{text(move || field.error_text().unwrap_or_default())}</p>
        </div>
    }
    .into_any()
}

/// 必須 or 任意.
pub fn badge(required: bool) -> AnyView {
    if required {
        view! { <span class="badge required">{t!(forms.required)}</span> }.into_any()
    } else {
        view! { <span class="badge">{t!(forms.optional)}</span> }.into_any()
    }
}

/// The ids of what describes the control.
pub fn described_by(field: Field, has_hint: bool) -> impl Fn() -> Option<String> {
    move || {
        let hint = has_hint.then(|| format!("{}-hint", field.name()));
        let error = field.error.with(Option::is_some).then(|| format!("{}-error", field.name()));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }
}
