//! A day and a time, which may stand below each other where there is little room.

use crate::components::views::text;
use crate::formats;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use madoguchi_domain::dates::jst;

/// `2026年11月21日` `10:19` in Japan's time.
pub fn moment(at: DateTime<Utc>) -> AnyView {
    view! {
        <span class="moment">
            <span>{text(move || formats::date(jst(at).date_naive()))}</span>
            " "
            <span>{formats::time(at)}</span>
        </span>
    }
    .into_any()
}
