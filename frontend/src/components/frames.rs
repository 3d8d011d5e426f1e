//! The frame around every page: head, navigation, page, foot, and the warning before a session ends.

use super::footers::footer;
use super::headers::{MENU_BUTTON, header};
use super::maintenance_notices;
use super::navigation::navigation;
use super::sandbox_banners::sandbox_banner;
use super::session_warnings::session_warning;
use crate::browser;
use crate::components::views::{changing, optional};
use crate::contexts::PortalContext;
use crate::session::State;
use crate::texts::{locale, t};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

#[component]
pub fn Frame(
    context: PortalContext,
    /// The page.
    children: Children,
) -> impl IntoView {
    let menu_open = RwSignal::new(false);
    let signed_in = Memo::new(move |_| matches!(context.sessions.state.get(), State::Active(_)));
    // Its place is there before it is known who is logged in: nothing moves when that is.
    let open = Memo::new(move |_| context.sessions.is_open_or_awaited());
    Effect::new(move |_| browser::set_language(locale().as_str()));
    Effect::new(move |_| browser::mark_signed_in(open.get()));
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && menu_open.get_untracked() {
            menu_open.set(false);
            browser::focus(MENU_BUTTON);
        }
    });
    on_cleanup(move || escape.remove());
    let skip = |event: MouseEvent| {
        event.prevent_default();
        browser::focus("main");
    };
    let closed = maintenance_notices::closed(context);
    let is_closed = Memo::new(move |_| closed.with(Option::is_some));
    let page = move || optional(closed.get().map(|planned| maintenance_notices::page(context, &planned)));
    view! {
        <a class="skip" href="#main" on:click=skip>{t!(frame.skip)}</a>
        {header(context, menu_open)}
        {sandbox_banner(context)}
        {maintenance_notices::banner(context)}
        <div class="frame">
            {changing(move || optional(open.get().then(|| navigation(context, menu_open))))}
            <main id="main" tabindex="-1" class:closed=is_closed>{changing(page)} {children()}</main>
        </div>
        {footer(context)}
        {changing(move || optional(signed_in.get().then(|| session_warning(context))))}
    }
}
