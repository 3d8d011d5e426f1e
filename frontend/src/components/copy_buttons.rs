//! A button that copies a text and says so.

use crate::browser;
use crate::components::views::text;
use crate::texts::{t, tr};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// コピー.
pub fn copy_button(copied: String) -> AnyView {
    let outcome = RwSignal::new(None::<bool>);
    let press = move |_| {
        let copied = copied.clone();
        spawn_local(async move {
            let done = browser::copy(&copied).await;
            outcome.try_set(Some(done));
        });
    };
    let said = move || match outcome.get() {
        None => "",
        Some(true) => tr!(account.copied),
        Some(false) => tr!(account.not_copied),
    };
    view! {
        <button type="button" class="button outline small" on:click=press>{t!(account.copy)}</button>
        <span class="copied" role="status">{text(said)}</span>
    }
    .into_any()
}
