//! The state of a quote, by word and by shape.

use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::quotes::QuoteState;

/// The word of a state.
pub fn word(state: QuoteState) -> fn() -> &'static str {
    match state {
        QuoteState::Answered => t!(quotes.answered),
        QuoteState::Accepted => t!(quotes.accepted),
    }
}

/// 回答済, 注文済.
pub fn badge(state: QuoteState) -> AnyView {
    let class = match state {
        QuoteState::Answered => "status answered",
        QuoteState::Accepted => "status closed",
    };
    view! { <span class=class>{word(state)}</span> }.into_any()
}
