//! Which page stands at which address. Must not know what is on a page.

use crate::chunks::{Account, CallRecords, Contracts, Entry, Inquiries, Later, Recovery, Registration, later};
use crate::components::frames::Frame;
use crate::components::pages_of_state::not_found_page;
use crate::pages::{portals, sessions, terms};
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
    let now = move |page: Page| move || place.show(page);
    let later = move |page: Later| move || place.show_later(page);
    let of_module = move |module: &'static str, page: Later| move || place.show_inside(module, page);
    let inside = move |page: Later| of_module("", page);
    view! {
        <Frame place=place>
            <FlatRoutes fallback=not_found_page>
                <Route path=path!("/") view=portals::list::page />
                <Route path=path!("/:portal") view=inside(later!(entry(Entry::Home))) />
                <Route path=path!("/:portal/login") view=now(sessions::login::page) />
                <Route
                    path=path!("/:portal/login/:attempt")
                    view=later(later!(entry(Entry::OneTimePassword)))
                />
                <Route
                    path=path!("/:portal/login/:attempt/mail-address")
                    view=later(later!(recovery(Recovery::MailAddress)))
                />
                <Route
                    path=path!("/:portal/recovery")
                    view=later(later!(recovery(Recovery::Create)))
                />
                <Route
                    path=path!("/:portal/password-change")
                    view=later(later!(recovery(Recovery::PasswordChange)))
                />
                <Route
                    path=path!("/:portal/password-setting")
                    view=later(later!(recovery(Recovery::PasswordSetting)))
                />
                <Route
                    path=path!("/:portal/mail-change")
                    view=later(later!(recovery(Recovery::MailChange)))
                />
                <Route
                    path=path!("/:portal/mail-change/confirm")
                    view=later(later!(recovery(Recovery::MailChangeConfirmation)))
                />
                <Route
                    path=path!("/:portal/mail-change/undo")
                    view=later(later!(recovery(Recovery::MailChangeUndo)))
                />
                <Route
                    path=path!("/:portal/not-me")
                    view=later(later!(recovery(Recovery::NotMe)))
                />
                <Route path=path!("/:portal/notices") view=inside(later!(entry(Entry::Notices))) />
                <Route path=path!("/:portal/notices/:notice") view=inside(later!(entry(Entry::Notice))) />
                <Route path=path!("/:portal/logged-out") view=now(sessions::logged_out::page) />
                <Route path=path!("/:portal/terms") view=now(terms::page) />
                <Route path=path!("/:portal/privacy") view=later(later!(recovery(Recovery::Privacy))) />
                <Route
                    path=path!("/:portal/accessibility")
                    view=later(later!(recovery(Recovery::Accessibility)))
                />
                <Route
                    path=path!("/:portal/registration")
                    view=later(later!(registration(Registration::Create)))
                />
                <Route
                    path=path!("/:portal/registration/sent")
                    view=later(later!(registration(Registration::Sent)))
                />
                <Route
                    path=path!("/:portal/registration/complete")
                    view=later(later!(registration(Registration::Complete)))
                />
                <Route
                    path=path!("/:portal/registration/complete/:token")
                    view=later(later!(registration(Registration::Complete)))
                />
                <Route
                    path=path!("/:portal/contracts")
                    view=of_module("contracts", later!(contracts(Contracts::List)))
                />
                <Route
                    path=path!("/:portal/contracts/:contract")
                    view=of_module("contracts", later!(contracts(Contracts::Detail)))
                />
                <Route
                    path=path!("/:portal/contracts/:contract/invoices")
                    view=of_module("invoices", later!(contracts(Contracts::Invoices)))
                />
                <Route
                    path=path!("/:portal/invoices")
                    view=of_module("invoices", later!(contracts(Contracts::FoundInvoices)))
                />
                <Route
                    path=path!("/:portal/invoices/:invoice")
                    view=of_module("invoices", later!(contracts(Contracts::FoundInvoice)))
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records")
                    view=of_module("call_records", later!(call_records(CallRecords::List)))
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records/views")
                    view=of_module("call_records", later!(call_records(CallRecords::Views)))
                />
                <Route
                    path=path!("/:portal/account")
                    view=inside(later!(account(Account::Settings)))
                />
                <Route
                    path=path!("/:portal/account/second-factors")
                    view=inside(later!(account(Account::SecondFactors)))
                />
                <Route
                    path=path!("/:portal/second-factor-enrolment")
                    view=later(later!(account(Account::Enrolment)))
                />
                <Route
                    path=path!("/:portal/account/sessions")
                    view=inside(later!(account(Account::Sessions)))
                />
                <Route
                    path=path!("/:portal/account/events")
                    view=inside(later!(account(Account::Events)))
                />
                <Route path=path!("/:portal/users") view=inside(later!(users())) />
                <Route path=path!("/:portal/switches") view=of_module("switches", later!(switches())) />
                <Route
                    path=path!("/:portal/inquiries")
                    view=of_module("inquiries", later!(inquiries(Inquiries::List)))
                />
                <Route
                    path=path!("/:portal/inquiries/new")
                    view=of_module("inquiries", later!(inquiries(Inquiries::Create)))
                />
                <Route
                    path=path!("/:portal/inquiries/:inquiry")
                    view=of_module("inquiries", later!(inquiries(Inquiries::Detail)))
                />
                <Route
                    path=path!("/:portal/inquiries/:inquiry/sent")
                    view=of_module("inquiries", later!(inquiries(Inquiries::Sent)))
                />
            </FlatRoutes>
        </Frame>
    }
}
