//! Fields for passwords: the present one, and a new one whose rules are ticked while it is typed.

use super::forms::Field;
use super::text_fields::{around, described_by};
use crate::components::views::{optional, text};
use crate::texts::{locale, t, tr};
use leptos::prelude::*;
use madoguchi_domain::passwords::{CharClass, PasswordContext, PasswordPolicy, PasswordRule, named_signs};

/// A field for a password, with a button that shows what was typed.
#[component]
pub fn PasswordField(
    field: Field,
    /// `current-password`, `new-password` or `off`.
    autocomplete: &'static str,
    /// Text under the label.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Further ids that describe the field.
    #[prop(optional)]
    described: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let own = described_by(field, hint.is_some());
    let ids = move || {
        let ids = format!("{described} {}", own().unwrap_or_default());
        Some(ids.trim().to_owned()).filter(|ids| !ids.is_empty())
    };
    let control = view! {
        <div class="with-button">
            <input
                id=field.name()
                name=field.name()
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                lang="en"
                required=field.required
                aria-describedby=ids
                aria-invalid=move || field.error.with(Option::is_some).then_some("true")
                prop:value=field.value
                on:input:target=move |event| field.change(event.target().value())
                on:blur=move |_| field.leave()
            />
            <button
                type="button"
                class="button outline small"
                aria-pressed=move || if shown.get() { "true" } else { "false" }
                aria-controls=field.name()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {t!(forms.show)}
                <span class="visually-hidden">{text(move || field.label_text())}</span>
            </button>
        </div>
    };
    around(field, hint, control.into_any())
}

/// The rules of a new password, each with a tick once it is kept.
#[component]
pub fn PasswordRules(
    field: Field,
    /// The portal's policy.
    policy: PasswordPolicy,
    /// Id of the list, for `described` of the field.
    id: &'static str,
    /// What the person logs in with, where it is known.
    #[prop(optional, into)]
    login_id: String,
    /// The field for the present password, where it is asked beside.
    #[prop(default = None)]
    current: Option<Field>,
) -> impl IntoView {
    // That everything is allowed is told, not ticked: there is nothing to keep.
    let free = policy.allowed.any_character;
    let ticked = |rule: &PasswordRule| !free || !matches!(rule, PasswordRule::AllowedCharacters { .. });
    let items = policy.rules().into_iter().filter(ticked).map(|rule| {
        let (named, login_id) = (rule.clone(), login_id.clone());
        let kept = Memo::new(move |_| {
            let current_matches = current.map(|current| *current.value.read() == *field.value.read());
            let context = PasswordContext { login_id: &login_id, mail: "", current_matches };
            field.value.with(|typed| !typed.is_empty() && rule.holds(typed, &context))
        });
        view! {
            <li class:kept=move || kept.get()>
                {text(move || rule_text(&named))}
                <span class="visually-hidden">
                    {text(move || if kept.get() { tr!(passwords.kept) } else { tr!(passwords.open) })}
                </span>
            </li>
        }
    });
    let free = free.then(|| view! { <p class="note">{t!(passwords.any_character)}</p> }.into_any());
    view! {
        <div id=id>
            <ul class="rules">{items.collect_view()}</ul>
            {optional(free)}
        </div>
    }
}

fn rule_text(rule: &PasswordRule) -> String {
    match rule {
        PasswordRule::MinLength { min } => tr!(passwords.min_length, min),
        PasswordRule::MaxLength { max } => tr!(passwords.max_length, max),
        PasswordRule::AllowedCharacters { allowed } => {
            let kinds = [
                (allowed.lower, tr!(passwords.lower)),
                (allowed.upper, tr!(passwords.upper)),
                (allowed.digits, tr!(passwords.digits)),
                (!allowed.symbols.is_empty(), tr!(passwords.symbols)),
            ];
            let kinds: Vec<&str> = kinds.into_iter().filter(|kind| kind.0).map(|kind| kind.1).collect();
            let only = tr!(passwords.only, kinds.join(tr!(passwords.separator)));
            if allowed.symbols.is_empty() {
                return only;
            }
            format!("{only} {}", tr!(passwords.signs, named_signs(&allowed.symbols, locale())))
        }
        PasswordRule::Contains { class, symbols } => {
            let kind = match class {
                CharClass::Lower => tr!(passwords.lower),
                CharClass::Upper => tr!(passwords.upper),
                CharClass::Digit => tr!(passwords.digits),
                CharClass::Symbol if symbols.is_empty() => tr!(passwords.symbols),
                CharClass::Symbol => symbols,
            };
            tr!(passwords.contains, kind)
        }
        PasswordRule::DiffersFromCurrent => tr!(passwords.differs_from_current).to_owned(),
        PasswordRule::NotContainingLoginId => tr!(passwords.not_containing_login_id).to_owned(),
        PasswordRule::NotCommon => tr!(passwords.not_common).to_owned(),
    }
}
