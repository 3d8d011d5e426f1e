//! Tabs that are pages with addresses of their own: links, one of which is the page one is on.

use crate::components::views::text;
use leptos::prelude::*;

pub struct Tab {
    /// What it says.
    pub label: TextProp,
    /// Where it leads.
    pub address: String,
    /// Whether one is there.
    pub here: bool,
}

/// The row of tabs.
pub fn tabs(label: impl Into<TextProp>, tabs: Vec<Tab>) -> AnyView {
    let label = label.into();
    let tab = |tab: Tab| {
        view! {
            <li>
                <a href=tab.address aria-current=tab.here.then_some("page")>{text(tab.label)}</a>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || label.get()>
            <ul>{tabs.into_iter().map(tab).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
