//! Notices as lines: date, title, and whether they were read. For the list and for the portal's home.

use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::formats;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::notices::Notice;

/// One notice as a line of a list.
pub fn row(context: &PageContext, notice: Notice) -> AnyView {
    let address = context.path(&format!("/notices/{}", notice.id));
    let (title, from) = (notice.title, notice.published_from);
    let unread = (!notice.read).then(|| view! { <span class="tag">{t!(notices.unread)}</span> }.into_any());
    view! {
        <li class="notice-row">
            <span class="notice-date">{text(move || formats::date_time(from))}</span>
            <span class="notice-marks">{optional(important(notice.important))} {optional(unread)}</span>
            <a href=address>{text(move || own(&title))}</a>
        </li>
    }
    .into_any()
}

/// The mark of a notice that must not be missed.
pub fn important(is_important: bool) -> Option<AnyView> {
    is_important.then(|| view! { <span class="tag danger">{t!(notices.important)}</span> }.into_any())
}
