//! The frame around every page: head, navigation, page, foot, and the warning before a session ends.

use super::footers::Footer;
use super::headers::Header;
use super::navigation::Navigation;
use super::session_warnings::SessionWarning;
use crate::browser;
use crate::session::State;
use crate::texts::{locale, t};
use crate::visits::Place;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The frame.
#[component]
pub fn Frame(
    place: Place,
    /// The page.
    children: Children,
) -> impl IntoView {
    let menu_open = RwSignal::new(false);
    let signed_in = Memo::new(move |_| matches!(place.sessions.state.get(), State::Active(_)));
    Effect::new(move |_| browser::set_language(locale().tag()));
    let skip = |event: MouseEvent| {
        event.prevent_default();
        browser::focus("main");
    };
    view! {
        <a class="skip" href="#main" on:click=skip>{t!(frame.skip)}</a>
        <Header place=place menu_open=menu_open />
        <div class="frame" class:signed-in=signed_in>
            {move || signed_in.get().then(|| view! { <Navigation place=place open=menu_open /> })}
            <main id="main" tabindex="-1">{children()}</main>
        </div>
        <Footer place=place />
        {move || signed_in.get().then(|| view! { <SessionWarning place=place /> })}
    }
}
