//! Views that change, without a type of their own: the code that draws them is there once. Must not know what they show.

use leptos::prelude::*;

/// A view that is drawn anew when a signal that it reads changes.
pub fn changing(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    boxed(Box::new(draw))
}

fn boxed(draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || draw()).into_any()
}

/// A text that changes with its signals.
pub fn text(text: impl Into<TextProp>) -> AnyView {
    let text = text.into();
    changing(move || text.get().into_any())
}

/// A view or nothing.
pub fn optional(view: Option<AnyView>) -> AnyView {
    view.unwrap_or_else(|| ().into_any())
}
