//! The words of a portal for what is applied for, and the general ones in their place.

use crate::contexts::PageContext;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Portal, Text};

/// A text of the portal, or a general one.
fn or(words: Option<&Text>, general: fn() -> &'static str) -> TextProp {
    let words = words.cloned();
    (move || words.as_ref().map_or_else(|| general().to_owned(), own)).into()
}

/// What the list is called.
pub fn title(portal: &Portal) -> TextProp {
    or(portal.screens.requests_title.as_ref(), t!(requests.title))
}

/// Under the heading of the list.
pub fn lead(portal: &Portal) -> TextProp {
    or(portal.screens.requests_lead.as_ref(), t!(requests.lead))
}

/// In place of a list of nothing.
pub fn empty(portal: &Portal) -> TextProp {
    or(portal.screens.requests_empty.as_ref(), t!(requests.empty))
}

/// Above the forms.
pub fn form_lead(portal: &Portal) -> TextProp {
    or(portal.screens.requests_form_lead.as_ref(), t!(requests.form_lead))
}

/// Above the answers before they are sent.
pub fn confirm_lead(portal: &Portal) -> TextProp {
    or(portal.screens.requests_confirm_lead.as_ref(), t!(requests.confirm_lead))
}

/// The button that sends.
pub fn submit(portal: &Portal) -> TextProp {
    or(portal.screens.requests_submit.as_ref(), t!(requests.submit))
}

/// What follows, once it was sent.
pub fn sent_lead(portal: &Portal) -> TextProp {
    or(portal.screens.requests_sent_lead.as_ref(), t!(requests.sent_lead))
}

/// A text of the portal in the language of the screens.
pub fn own_text(text: &Text) -> TextProp {
    let text = text.clone();
    (move || own(&text)).into()
}

/// The step of the way to the list.
pub fn step(context: &PageContext) -> (TextProp, Option<String>) {
    (title(&context.portal), Some(context.path("/requests")))
}
