//! The switch between the languages of the screens.

use super::icons;
use crate::texts::{Locale, choose, locale};
use leptos::prelude::*;

/// A button that names the other language in that language.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let name = move || match locale().other() {
        Locale::Ja => "日本語",
        Locale::En => "English",
    };
    view! {
        <button
            type="button"
            class="header-button language"
            lang=move || locale().other().tag()
            on:click=move |_| choose(locale().other())
        >
            {icons::globe()}
            <span>{name}</span>
        </button>
    }
}
