//! もっと見る under a list that has more.

use crate::texts::t;
use leptos::prelude::*;

/// The button; it stays where it is while more is awaited.
pub fn more_button(busy: RwSignal<bool>, more: Callback<()>) -> AnyView {
    let press = move |_| {
        if !busy.get_untracked() {
            more.run(());
        }
    };
    view! {
        <p class="more">
            <button
                type="button"
                class="button outline"
                class:busy=busy
                aria-disabled=move || busy.get().then_some("true")
                on:click=press
            >
                {t!(tables.more)}
            </button>
        </p>
    }
    .into_any()
}
