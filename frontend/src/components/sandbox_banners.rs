//! The line above every page of a portal where nothing is real.

use crate::components::views::{changing, optional, text};
use crate::contexts::{PortalContext, PortalState};
use crate::texts::t;
use leptos::prelude::*;

/// The line; nothing elsewhere.
pub fn sandbox_banner(context: PortalContext) -> AnyView {
    let is_sandbox =
        Memo::new(move |_| context.portal.with(|state| matches!(state, PortalState::Ready(portal) if portal.sandbox)));
    let line = || {
        view! {
            <div class="maintenance-banner" role="region" aria-label=t!(sandbox.title)>
                <p><strong>{t!(sandbox.title)}</strong> " " {text(t!(sandbox.lead))}</p>
            </div>
        }
        .into_any()
    };
    changing(move || optional(is_sandbox.get().then(line)))
}
