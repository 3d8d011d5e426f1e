//! The head of every page: brand, support, language, user and the button of the menu.

use super::icons;
use super::language_switches::LanguageSwitch;
use super::user_menus::UserMenu;
use crate::session::State;
use crate::texts::{own, t, tr};
use crate::visits::{Place, PortalState};
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use std::sync::Arc;

/// The head.
#[component]
pub fn Header(
    place: Place,
    /// Whether the menu is open; the button stands here, the menu elsewhere.
    menu_open: RwSignal<bool>,
) -> impl IntoView {
    let portal = move || match place.portal.get() {
        PortalState::Ready(portal) => Some(portal),
        PortalState::Waiting | PortalState::Failed(_) => None,
    };
    let signed_in = Memo::new(move |_| matches!(place.sessions.state.get(), State::Active(_)));
    view! {
        <header class="header">
            <div class="header-row">
                {move || signed_in.get().then(|| menu_button(menu_open))}
                {move || brand(portal())}
                {move || portal().map(support)}
                <div class="header-end">
                    <LanguageSwitch />
                    {move || signed_in.get().then(|| view! { <UserMenu place=place /> })}
                </div>
            </div>
        </header>
    }
}

fn menu_button(open: RwSignal<bool>) -> AnyView {
    view! {
        <button
            type="button"
            class="header-button menu-button"
            aria-controls="navigation"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {move || if open.get() { icons::close() } else { icons::menu() }}
            <span>{t!(frame.menu)}</span>
        </button>
    }
    .into_any()
}

fn brand(portal: Option<Arc<Portal>>) -> AnyView {
    match portal {
        Some(portal) => {
            let address = format!("/{}/", portal.key);
            let provider = portal.clone();
            view! {
                <a class="brand" href=address>
                    {icons::mark()}
                    <span>
                        <span class="brand-provider">{move || own(&provider.provider)}</span>
                        <span class="brand-name">{move || own(&portal.name)}</span>
                    </span>
                </a>
            }
            .into_any()
        }
        None => view! {
            <a class="brand" href="/">
                {icons::mark()}
                <span><span class="brand-name">{t!(frame.product)}</span></span>
            </a>
        }
        .into_any(),
    }
}

fn support(portal: Arc<Portal>) -> AnyView {
    let hours = portal.clone();
    let phone = portal.support.phone.clone().map(|phone| {
        let address = format!("tel:{phone}");
        let label = phone.clone();
        view! { <a href=address aria-label=move || tr!(frame.phone, label)>{phone.clone()}</a> }
    });
    view! {
        <div class="header-support">
            <p class="support-phone">{move || own(&portal.support.department)} " " {phone}</p>
            <p class="support-hours">{move || own(&hours.support.hours)}</p>
        </div>
    }
    .into_any()
}
