//! The line above a list: how many there are, and how many of them are shown.

use crate::components::views::text;
use crate::formats;
use crate::texts::tr;
use leptos::prelude::*;

/// Its id: what the focus goes to when the list below changes.
pub const COUNT_ID: &str = "list-count";

pub fn count_line(words: impl Into<TextProp>) -> AnyView {
    view! { <p class="count" id=COUNT_ID tabindex="-1" role="status">{text(words)}</p> }.into_any()
}

/// 全N件, with how many are shown where that is not all.
pub fn of_all(shown: usize, all: usize) -> String {
    if shown < all { tr!(tables.part, number(all), number(shown)) } else { tr!(tables.all, number(all)) }
}

/// N件を表示, where nobody knows how many there are.
pub fn of_unknown(shown: usize) -> String {
    tr!(tables.shown, number(shown))
}

fn number(count: usize) -> String {
    formats::count(i64::try_from(count).unwrap_or(i64::MAX))
}
