//! The navigation of a portal: at the left of wide screens, behind the menu button of narrow ones.

use super::icons;
use crate::components::views::{changing, text};
use crate::texts::{own, t};
use crate::visits::{Place, PortalState};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The navigation; `open` on a narrow screen.
pub fn navigation(place: Place, open: RwSignal<bool>) -> AnyView {
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let here = Memo::new(move |_| (path.get(), search.get()));
    // Another page: the menu has done its work.
    Effect::new(move |_| {
        here.track();
        open.set(false);
    });
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            open.set(false);
        }
    };
    let links = changing(move || match place.portal.get() {
        PortalState::Ready(portal) => {
            let home = format!("/{}/", portal.key);
            let mut links = vec![link(icons::home(), home.clone(), t!(home.title).into(), here, true)];
            for category in &portal.contract_categories {
                let address = format!("/{}/contracts?category={}", portal.key, category.code);
                let label = category.label.clone();
                links.push(link(icons::paper(), address, (move || own(&label)).into(), here, false));
            }
            links.into_any()
        }
        PortalState::Waiting | PortalState::Failed(_) => ().into_any(),
    });
    view! {
        <nav id="navigation" class="navigation" class:open=open aria-label=t!(frame.navigation) on:keydown=escape>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

fn link(icon: AnyView, address: String, label: TextProp, here: Memo<(String, String)>, exact: bool) -> AnyView {
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (address.clone(), String::new()),
    };
    let current = move || {
        here.with(|(at, search)| {
            let same = at.trim_end_matches('/') == path.trim_end_matches('/');
            let chosen = search.trim_start_matches('?').split('&').any(|part| part == query);
            (same && (exact || chosen)).then_some("page")
        })
    };
    view! {
        <li>
            <a href=address aria-current=current>{icon}<span>{text(label.clone())}</span></a>
        </li>
    }
    .into_any()
}
