//! The heading of a step within a page: takes the focus when the step begins.

use crate::components::views::text;
use leptos::html;
use leptos::prelude::*;

/// The heading.
pub fn step_title(title: impl Into<TextProp>) -> AnyView {
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| {
        // After what stood there before is gone, and the focus with it.
        request_animation_frame(move || {
            let _ = heading.focus();
        });
    });
    view! { <h2 tabindex="-1" class="step-title" node_ref=heading>{text(title)}</h2> }.into_any()
}
