//! Planned maintenance as people read of it: a line above every page before, and a page in place of every page meanwhile.

use super::page_titles::PageTitle;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PortalContext, PortalState};
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::maintenances::Maintenance;

/// The line about the next maintenance, once it is told.
pub fn banner(context: PortalContext) -> AnyView {
    let state = context.maintenances.state;
    // Who comes to log in reads it afterwards: before, it would move a page that is there already.
    let announced = Memo::new(move |_| {
        let is_inside = context.sessions.is_open_or_awaited();
        state.with(|state| state.announced.clone().filter(|_| is_inside && state.current.is_none()))
    });
    let line = |planned: Maintenance| {
        let words = move || sentence(&planned);
        view! {
            <div class="maintenance-banner" role="region" aria-label=t!(maintenance.title)>
                <p><strong>{t!(maintenance.title)}</strong> " " {text(words)}</p>
            </div>
        }
        .into_any()
    };
    changing(move || optional(announced.get().map(line)))
}

/// The page in place of all others while the portal is closed; nothing otherwise.
pub fn closed(context: PortalContext) -> Signal<Option<Maintenance>> {
    Signal::derive(move || context.maintenances.state.with(|state| state.current.clone()))
}

/// That page.
pub fn page(context: PortalContext, planned: &Maintenance) -> AnyView {
    let (until, reason) = (planned.ends_at, planned.reason.clone());
    let reason = move || own(&reason);
    let support = move || match context.portal.get() {
        PortalState::Ready(portal) => {
            let department = portal.support.department.clone();
            let phone = portal.support.phone.clone().unwrap_or_default();
            view! { <p>{text(move || own(&department))} " " <span lang="en">{phone}</span></p> }.into_any()
        }
        PortalState::Waiting | PortalState::Failed(_) => ().into_any(),
    };
    let again = |_| {
        let _ = window().location().reload();
    };
    view! {
        <div class="column maintenance-page">
            <PageTitle title=t!(maintenance.closed_title) />
            <p class="lead">{text(move || tr!(maintenance.closed, formats::date_time(until)))}</p>
            <p>{text(reason)}</p>
            {changing(support)}
            <p class="note">{t!(maintenance.again_note)}</p>
            <p><button type="button" class="button outline" on:click=again>{t!(maintenance.again)}</button></p>
        </div>
    }
    .into_any()
}

/// When it is, and why.
fn sentence(planned: &Maintenance) -> String {
    let (from, until) = (formats::date_time(planned.starts_at), formats::date_time(planned.ends_at));
    let reason = own(&planned.reason);
    if reason.is_empty() {
        tr!(maintenance.planned, from, until)
    } else {
        tr!(maintenance.planned_why, from, reason, until)
    }
}
