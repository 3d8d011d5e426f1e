//! The switch between the languages of the screens.

use super::icons;
use crate::components::views::text;
use crate::texts::{Locale, choose, locale};
use leptos::prelude::*;

fn other() -> Locale {
    locale().pick(Locale::En, Locale::Ja)
}

/// A button that names the other language in that language.
pub fn language_switch() -> AnyView {
    let name = move || match other() {
        Locale::Ja => "日本語",
        Locale::En => "English",
    };
    view! {
        <button
            type="button"
            class="header-button language"
            lang=move || other().as_str()
            on:click=move |_| choose(other())
        >
            {icons::globe()}
            <span>{text(name)}</span>
        </button>
    }
    .into_any()
}
