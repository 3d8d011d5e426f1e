//! Which page stands at which address. Must not know what is on a page.

use crate::components::frames::Frame;
use crate::components::pages_of_state::not_found_page;
use crate::pages::{call_records, contracts, home, invoices, portals, registrations, sessions, terms};
use crate::visits::{Page, Place};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Pages />
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    let place = Place::follow();
    provide_context(place);
    let open = move |page: Page| move || place.show(page);
    view! {
        <Frame place=place>
            <FlatRoutes fallback=not_found_page>
                <Route path=path!("/") view=portals::list::page />
                <Route path=path!("/:portal") view=open(|visit| visit.signed_in(home::page)) />
                <Route path=path!("/:portal/login") view=open(sessions::login::page) />
                <Route path=path!("/:portal/login/:attempt") view=open(sessions::one_time_password::page) />
                <Route path=path!("/:portal/logged-out") view=open(sessions::logged_out::page) />
                <Route path=path!("/:portal/registration") view=open(registrations::create::page) />
                <Route path=path!("/:portal/registration/sent") view=open(registrations::sent::page) />
                <Route
                    path=path!("/:portal/registration/complete/:token")
                    view=open(registrations::complete::page)
                />
                <Route path=path!("/:portal/terms") view=open(terms::page) />
                <Route
                    path=path!("/:portal/contracts")
                    view=open(|visit| visit.signed_in(contracts::list::page))
                />
                <Route
                    path=path!("/:portal/contracts/:contract")
                    view=open(|visit| visit.signed_in(contracts::detail::page))
                />
                <Route
                    path=path!("/:portal/contracts/:contract/invoices")
                    view=open(|visit| visit.signed_in(invoices::list::page))
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records")
                    view=open(|visit| visit.signed_in(call_records::list::page))
                />
            </FlatRoutes>
        </Frame>
    }
}
