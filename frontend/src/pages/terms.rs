//! 利用規約.

use crate::components::page_titles::PageTitle;
use crate::components::views::{changing, text};
use crate::texts::{own, t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use std::sync::Arc;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    view! {
        <div class="column">
            <PageTitle title=t!(terms.title) />
            <div class="card prose">{paragraphs(visit.portal)}</div>
        </div>
    }
    .into_any()
}

/// The text with its version; blank lines separate paragraphs.
pub fn paragraphs(portal: Arc<Portal>) -> AnyView {
    let version = portal.terms.version.clone();
    let paragraphs = changing(move || {
        let text = own(&portal.terms.text);
        let paragraph = |part: &str| view! { <p class="lines">{part.trim().to_owned()}</p> };
        text.split("\n\n").filter(|part| !part.trim().is_empty()).map(paragraph).collect_view().into_any()
    });
    view! {
        {paragraphs}
        <p class="note">{text(move || tr!(terms.version, version))}</p>
    }
    .into_any()
}
