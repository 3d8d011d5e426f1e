//! The search among contracts by number; it acts through the address of the page.

use crate::browser;
use crate::components::forms::half_width;
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The form; `wanted` is what the address says.
pub fn form(context: &PageContext, wanted: Memo<String>) -> AnyView {
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(wanted.get()));
    let context = context.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let number = tidy(&typed.get_untracked());
        let query = if number.is_empty() { number } else { format!("?number={}", browser::escape(&number)) };
        context.stay(&format!("/switches{query}"));
    };
    view! {
        <form class="toolbar card" role="search" aria-label=t!(switches.filter) on:submit=submit>
            <div class="field inline">
                <label for="number">{t!(switches.number)}</label>
                <input
                    id="number"
                    class="input"
                    type="search"
                    lang="en"
                    autocapitalize="none"
                    autocomplete="off"
                    prop:value=typed
                    on:input:target=move |event| typed.set(event.target().value())
                />
            </div>
            <div class="toolbar-buttons">
                <button type="submit" class="button solid">{t!(switches.search)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// As contract numbers are written: half width, large letters, no hyphens.
pub fn tidy(typed: &str) -> String {
    half_width(typed).unwrap_or_default().to_ascii_uppercase().replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn numbers_are_found_however_they_are_typed() {
        assert_eq!(tidy(" ｃａｆ００-12 "), "CAF0012");
    }
}
