//! Whole pages that stand for another one: awaited, failed, not there.

use super::page_titles::PageTitle;
use super::parts;
use crate::api::Error;
use crate::components::views::changing;
use crate::contexts::{PortalContext, PortalState};
use crate::texts::t;
use leptos::prelude::*;

/// A page that is awaited.
pub fn loading_page() -> AnyView {
    parts::page_skeleton()
}

/// A page that could not be read.
pub fn failed_page(error: Error, retry: Callback<()>) -> AnyView {
    view! {
        <div class="column">
            <PageTitle title=t!(parts.failed_title) />
            {parts::failed(error, retry)}
        </div>
    }
    .into_any()
}

/// A page that is not there, or not for this person; leads to the home of the portal one is in.
pub fn not_found_page() -> AnyView {
    let context = use_context::<PortalContext>();
    let link = changing(move || match context.map(|context| context.portal.get()) {
        // Nothing leads away from a portal that may still come.
        Some(PortalState::Waiting) => ().into_any(),
        Some(PortalState::Ready(portal)) => {
            view! { <a class="button solid" href=format!("/{}/", portal.key)>{t!(not_found.home)}</a> }.into_any()
        }
        Some(PortalState::Failed(_)) | None => view! { <a href="/">{t!(not_found.portals)}</a> }.into_any(),
    });
    view! {
        <div class="column">
            <PageTitle title=t!(not_found.title) />
            <p>{t!(not_found.text)}</p>
            <p>{link}</p>
        </div>
    }
    .into_any()
}
