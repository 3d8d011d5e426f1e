//! A button that prints the page as its print styles make it.

use crate::texts::t;
use leptos::prelude::*;

/// Prints the page.
pub fn print() {
    let _ = window().print();
}

/// 印刷する.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! { <button type="button" class="button text small" on:click=move |_| print()>{t!(frame.print)}</button> }
}
