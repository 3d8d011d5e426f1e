//! A framed message within a page.

use leptos::prelude::*;

/// What a message is about; its icon and its word say the same as its colour.
#[derive(Clone, Copy)]
pub enum Kind {
    /// For information.
    Info,
    /// Something went well.
    Success,
    /// Something is to be minded.
    Warning,
}

/// A framed message.
#[component]
pub fn Notice(
    /// What it is about.
    kind: Kind,
    /// The message.
    children: Children,
) -> impl IntoView {
    let class = match kind {
        Kind::Info => "notice info",
        Kind::Success => "notice success",
        Kind::Warning => "notice warning",
    };
    view! { <div class=class role="status">{children()}</div> }
}
