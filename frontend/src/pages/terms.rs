//! 利用規約.

use crate::components::page_titles::PageTitle;
use crate::components::views::{changing, text};
use crate::contexts::PageContext;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{Portal, Terms};
use std::sync::Arc;

pub fn page(context: PageContext) -> AnyView {
    view! {
        <div class="column">
            <PageTitle title=t!(terms.title) />
            <div class="card prose">{paragraphs(context.portal)}</div>
        </div>
    }
    .into_any()
}

/// The text with its version; blank lines separate paragraphs.
pub fn paragraphs(portal: Arc<Portal>) -> AnyView {
    of(portal.terms.clone())
}

/// The same of terms that are at hand.
pub fn of(terms: Terms) -> AnyView {
    let version = terms.version.clone();
    let paragraphs = changing(move || {
        let text = own(&terms.text);
        let paragraph = |part: &str| view! { <p class="lines">{part.trim().to_owned()}</p> };
        text.split("\n\n").filter(|part| !part.trim().is_empty()).map(paragraph).collect_view().into_any()
    });
    view! {
        {paragraphs}
        <p class="note">{text(move || tr!(terms.version, version))}</p>
    }
    .into_any()
}
