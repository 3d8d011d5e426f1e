//! Which page stands at which address. Must not know what is on a page.

use crate::components::frames::Frame;
use crate::components::pages_of_state::not_found_page;
use crate::pages::links::{self, mail_change};
use crate::pages::{
    accounts, authenticators, call_records, contracts, found_invoices, home, inquiries, invoices, notices, passwords,
    portals, recoveries, registrations, sessions, statements, switches, terms, users,
};
use crate::visits::{Later, Page, Place};
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
    let now = move |page: Page| move || place.show(page);
    let later = move |page: Later| move || place.show_later(page);
    let of_module = move |module: &'static str, page: Later| move || place.show_inside(module, page);
    let inside = move |page: Later| of_module("", page);
    view! {
        <Frame place=place>
            <FlatRoutes fallback=not_found_page>
                <Route path=path!("/") view=portals::list::page />
                <Route path=path!("/:portal") view=inside(home::overview::later) />
                <Route path=path!("/:portal/login") view=now(sessions::login::page) />
                <Route path=path!("/:portal/login/:attempt") view=later(sessions::one_time_password::later) />
                <Route path=path!("/:portal/login/:attempt/mail-address") view=later(sessions::mail_address::later) />
                <Route path=path!("/:portal/recovery") view=later(recoveries::create::later) />
                <Route path=path!("/:portal/password-change") view=later(passwords::change::later) />
                <Route path=path!("/:portal/password-setting") view=later(passwords::set::later) />
                <Route path=path!("/:portal/mail-change") view=later(mail_change::later_open) />
                <Route path=path!("/:portal/mail-change/confirm") view=later(mail_change::later_confirm) />
                <Route path=path!("/:portal/mail-change/undo") view=later(mail_change::later_undo) />
                <Route path=path!("/:portal/not-me") view=later(links::not_me::later) />
                <Route path=path!("/:portal/notices") view=inside(notices::list::later) />
                <Route path=path!("/:portal/notices/:notice") view=inside(notices::detail::later) />
                <Route path=path!("/:portal/logged-out") view=now(sessions::logged_out::page) />
                <Route path=path!("/:portal/terms") view=now(terms::page) />
                <Route path=path!("/:portal/privacy") view=later(statements::later_privacy) />
                <Route path=path!("/:portal/accessibility") view=later(statements::later_accessibility) />
                <Route path=path!("/:portal/registration") view=later(registrations::start::later) />
                <Route path=path!("/:portal/registration/sent") view=later(registrations::sent::later) />
                <Route path=path!("/:portal/registration/complete") view=later(registrations::complete::later) />
                <Route
                    path=path!("/:portal/registration/complete/:token")
                    view=later(registrations::complete::later)
                />
                <Route path=path!("/:portal/contracts") view=of_module("contracts", contracts::list::later) />
                <Route
                    path=path!("/:portal/contracts/:contract")
                    view=of_module("contracts", contracts::detail::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/invoices")
                    view=of_module("invoices", invoices::list::later)
                />
                <Route path=path!("/:portal/invoices") view=of_module("invoices", found_invoices::list::later) />
                <Route
                    path=path!("/:portal/invoices/:invoice")
                    view=of_module("invoices", found_invoices::detail::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records")
                    view=of_module("call_records", call_records::list::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records/views")
                    view=of_module("call_records", call_records::views::later)
                />
                <Route path=path!("/:portal/account") view=inside(accounts::settings::later) />
                <Route path=path!("/:portal/account/second-factors") view=inside(authenticators::list::later) />
                <Route
                    path=path!("/:portal/second-factor-enrolment")
                    view=later(authenticators::list::later_enrolment)
                />
                <Route path=path!("/:portal/account/sessions") view=inside(accounts::sessions::later) />
                <Route path=path!("/:portal/account/events") view=inside(accounts::events::later) />
                <Route path=path!("/:portal/users") view=inside(users::list::later) />
                <Route path=path!("/:portal/switches") view=of_module("switches", switches::list::later) />
                <Route path=path!("/:portal/inquiries") view=of_module("inquiries", inquiries::list::later) />
                <Route path=path!("/:portal/inquiries/new") view=of_module("inquiries", inquiries::create::later) />
                <Route
                    path=path!("/:portal/inquiries/:inquiry")
                    view=of_module("inquiries", inquiries::detail::later)
                />
                <Route
                    path=path!("/:portal/inquiries/:inquiry/sent")
                    view=of_module("inquiries", inquiries::sent::later)
                />
            </FlatRoutes>
        </Frame>
    }
}
