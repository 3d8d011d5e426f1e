//! The heading of a page: names the document too, and takes the focus when one comes from another page.

use crate::browser;
use crate::components::views::text;
use crate::contexts::{PortalContext, PortalState};
use crate::texts::own;
use leptos::html;
use leptos::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a page was shown before: the first one leaves the focus where the browser puts it.
static SHOWN_BEFORE: AtomicBool = AtomicBool::new(false);

/// The heading.
#[component]
pub fn PageTitle(
    /// What the page is.
    #[prop(into)]
    title: TextProp,
    /// What it is of, as a contract's number: for the title of the tab alone. Empty until it is known.
    #[prop(optional, into)]
    of: Option<TextProp>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let portal = use_context::<PortalContext>().map(|context| context.portal);
    let name = title.clone();
    Effect::new(move |_| {
        let site = portal.and_then(|portal| match portal.get() {
            PortalState::Ready(portal) => Some(own(&portal.name)),
            PortalState::Waiting | PortalState::Failed(_) => None,
        });
        let site = site.map(|site| format!(" | {site}")).unwrap_or_default();
        let of = of.as_ref().map(TextProp::get).unwrap_or_default();
        let of = if of.is_empty() { String::new() } else { format!(" {of}") };
        browser::set_title(&format!("{}{of}{site}", name.get()));
    });
    heading.on_load(|heading| {
        if SHOWN_BEFORE.swap(true, Ordering::Relaxed) {
            let _ = heading.focus();
        }
    });
    view! { <h1 tabindex="-1" node_ref=heading>{text(title.clone())}</h1> }
}
