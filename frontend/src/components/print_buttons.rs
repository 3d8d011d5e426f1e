//! A button that prints the page as its print styles make it.

use crate::texts::t;
use leptos::prelude::*;

/// 印刷する.
#[component]
pub fn PrintButton() -> impl IntoView {
    let print = move |_| {
        let _ = window().print();
    };
    view! { <button type="button" class="button text small" on:click=print>{t!(frame.print)}</button> }
}
