//! The head of every page: brand, support, language, user and the button of the menu.

use super::icons;
use super::language_switches::language_switch;
use super::support_states::support_state;
use super::user_menus::user_menu;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PortalContext, PortalState};
use crate::session::State;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::Portal;
use std::sync::Arc;

/// Id of the button that opens the menu.
pub const MENU_BUTTON: &str = "menu-button";

/// The head. The button of the menu stands here, the menu itself elsewhere.
pub fn header(context: PortalContext, menu_open: RwSignal<bool>) -> AnyView {
    let portal = move || match context.portal.get() {
        PortalState::Ready(portal) => Some(portal),
        PortalState::Waiting | PortalState::Failed(_) => None,
    };
    let signed_in = Memo::new(move |_| context.sessions.state.with(|state| *state != State::Absent));
    let open = Memo::new(move |_| context.sessions.is_open_or_awaited());
    view! {
        <header class="header">
            <div class="header-row">
                {changing(move || optional(open.get().then(|| menu_button(menu_open))))}
                {changing(move || brand(portal()))}
                {changing(move || optional(portal().map(support)))}
                <div class="header-end">
                    {changing(move || optional(portal().and_then(|portal| phone_button(&portal))))}
                    {language_switch()}
                    {changing(move || optional(signed_in.get().then(|| user_menu(context))))}
                </div>
            </div>
        </header>
    }
    .into_any()
}

fn menu_button(open: RwSignal<bool>) -> AnyView {
    view! {
        <button
            type="button"
            id=MENU_BUTTON
            class="header-button menu-button"
            aria-controls="navigation"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {changing(move || if open.get() { icons::close() } else { icons::menu() })}
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
                        <span class="brand-provider">{text(move || own(&provider.provider))}</span>
                        <span class="brand-name">{text(move || own(&portal.name))}</span>
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

/// On screens that have no room for the number itself.
fn phone_button(portal: &Portal) -> Option<AnyView> {
    let phone = portal.support.phone.clone()?;
    let address = phone_address(&phone);
    let label = move || tr!(frame.phone, phone);
    Some(view! { <a class="header-button header-phone" href=address aria-label=label>{icons::phone()}</a> }.into_any())
}

/// The address that dials a number.
pub fn phone_address(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

fn support(portal: Arc<Portal>) -> AnyView {
    let hours = portal.clone();
    let phone = portal.support.phone.clone().map(|phone| {
        let address = phone_address(&phone);
        let label = phone.clone();
        view! { <a href=address aria-label=move || tr!(frame.phone, label)>{phone.clone()}</a> }
    });
    let state = portal.support.calendar.clone().map(support_state);
    view! {
        <div class="header-support">
            <p class="support-phone">{text(move || own(&portal.support.department))} " " {phone}</p>
            <p class="support-hours">{text(move || own(&hours.support.hours))}</p>
            {optional(state)}
        </div>
    }
    .into_any()
}
