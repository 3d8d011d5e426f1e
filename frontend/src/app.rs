//! Which page stands at which address. Must not know what is on a page.

use crate::components::frames::Frame;
use crate::components::pages_of_state::not_found_page;
use crate::contexts::{LazyPage, Page, PortalContext};
use crate::pages::links::{self, mail_change};
use crate::pages::{
    accounts, authenticators, baskets, call_records, contractors, contracts, faqs, found_invoices, home, inquiries,
    invoices, notices, orders, passwords, portals, products, quotes, recoveries, registrations, request_batches,
    requests, sessions, statements, switches, terms, users,
};
use crate::patterns::Pattern;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use madoguchi_api_types::portals::Module;

/// The pattern of an address. Not the router's own macro, which makes a type for each.
macro_rules! path {
    ($pattern:literal) => {
        Pattern($pattern)
    };
}

/// What is drawn at an address.
#[derive(Clone, Copy)]
enum Shown {
    /// A page outside of all portals.
    OfNoPortal(fn() -> AnyView),
    /// A page whose code comes with the first visit.
    Now(Page),
    /// A page whose code is fetched.
    Later(LazyPage),
    /// The same for who is logged in, of a module unless every portal has it.
    Inside(Option<Module>, LazyPage),
}

impl Shown {
    fn draw(self, context: PortalContext) -> AnyView {
        match self {
            Self::OfNoPortal(page) => page(),
            Self::Now(page) => context.show(page),
            Self::Later(page) => context.show_later(page),
            Self::Inside(module, page) => context.show_inside(module, page),
        }
    }
}

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
    let context = PortalContext::follow();
    provide_context(context);
    // One closure for all, so that all routes are of one type.
    let at = move |shown: Shown| move || shown.draw(context);
    let now = move |page: Page| at(Shown::Now(page));
    let later = move |page: LazyPage| at(Shown::Later(page));
    let of_module = move |module: Module, page: LazyPage| at(Shown::Inside(Some(module), page));
    let inside = move |page: LazyPage| at(Shown::Inside(None, page));
    view! {
        <Frame context=context>
            <FlatRoutes fallback=not_found_page>
                <Route path=path!("/") view=at(Shown::OfNoPortal(portals::list::page)) />
                <Route path=path!("/:portal") view=inside(home::overview::later) />
                <Route path=path!("/:portal/login") view=now(sessions::login::page) />
                <Route path=path!("/:portal/login/:attempt") view=later(sessions::one_time_password::later) />
                <Route path=path!("/:portal/login/:attempt/mail-address") view=later(sessions::mail_address::later) />
                <Route path=path!("/:portal/recovery") view=later(recoveries::create::later) />
                <Route path=path!("/:portal/password-change") view=later(passwords::change::later) />
                <Route path=path!("/:portal/contractor-registration") view=later(contractors::edit::later_first) />
                <Route path=path!("/:portal/contractor") view=of_module(Module::Contractor, contractors::edit::later) />
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
                <Route path=path!("/:portal/contracts") view=of_module(Module::Contracts, contracts::list::later) />
                <Route
                    path=path!("/:portal/contracts/:contract")
                    view=of_module(Module::Contracts, contracts::detail::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/invoices")
                    view=of_module(Module::Invoices, invoices::list::later)
                />
                <Route path=path!("/:portal/invoices") view=of_module(Module::Invoices, found_invoices::list::later) />
                <Route
                    path=path!("/:portal/invoices/:invoice")
                    view=of_module(Module::Invoices, found_invoices::detail::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records")
                    view=of_module(Module::CallRecords, call_records::list::later)
                />
                <Route
                    path=path!("/:portal/contracts/:contract/call-records/views")
                    view=of_module(Module::CallRecords, call_records::views::later)
                />
                <Route path=path!("/:portal/account") view=inside(accounts::settings::later) />
                <Route path=path!("/:portal/account/second-factors") view=inside(authenticators::list::later) />
                <Route
                    path=path!("/:portal/second-factor-enrolment")
                    view=later(authenticators::list::later_enrolment)
                />
                <Route path=path!("/:portal/account/sessions") view=inside(accounts::sessions::later) />
                <Route
                    path=path!("/:portal/account/calendar")
                    view=of_module(Module::Deadlines, accounts::calendar_feeds::later)
                />
                <Route path=path!("/:portal/account/events") view=inside(accounts::events::later) />
                <Route path=path!("/:portal/users") view=inside(users::list::later) />
                <Route path=path!("/:portal/switches") view=of_module(Module::Switches, switches::list::later) />
                <Route path=path!("/:portal/inquiries") view=of_module(Module::Inquiries, inquiries::list::later) />
                <Route path=path!("/:portal/inquiries/new") view=of_module(Module::Inquiries, inquiries::create::later) />
                <Route
                    path=path!("/:portal/inquiries/:inquiry")
                    view=of_module(Module::Inquiries, inquiries::detail::later)
                />
                <Route
                    path=path!("/:portal/inquiries/:inquiry/sent")
                    view=of_module(Module::Inquiries, inquiries::sent::later)
                />
                <Route path=path!("/:portal/products") view=of_module(Module::Products, products::list::later) />
                <Route path=path!("/:portal/products/:product") view=of_module(Module::Products, products::detail::later) />
                <Route path=path!("/:portal/basket") view=of_module(Module::Products, baskets::detail::later) />
                <Route path=path!("/:portal/faqs") view=of_module(Module::Faqs, faqs::list::later) />
                <Route
                    path=path!("/:portal/request-batches")
                    view=of_module(Module::RequestBatches, request_batches::create::later)
                />
                <Route
                    path=path!("/:portal/request-batches/:batch")
                    view=of_module(Module::RequestBatches, request_batches::detail::later)
                />
                <Route
                    path=path!("/:portal/account/delivery-templates")
                    view=of_module(Module::DeliveryTemplates, accounts::delivery_templates::later)
                />
                <Route
                    path=path!("/:portal/account/approvals")
                    view=of_module(Module::Approvals, accounts::approvals::later)
                />
                <Route
                    path=path!("/:portal/account/requests")
                    view=of_module(Module::Orders, accounts::request_histories::later)
                />
                <Route path=path!("/:portal/orders") view=of_module(Module::Orders, orders::list::later) />
                <Route path=path!("/:portal/orders/:order") view=of_module(Module::Orders, orders::detail::later) />
                <Route path=path!("/:portal/quotes") view=of_module(Module::Orders, quotes::list::later) />
                <Route path=path!("/:portal/quotes/:quote") view=of_module(Module::Orders, quotes::detail::later) />
                <Route path=path!("/:portal/requests") view=of_module(Module::Requests, requests::list::later) />
                <Route path=path!("/:portal/requests/new") view=of_module(Module::Requests, requests::opening::later) />
                <Route path=path!("/:portal/requests/:request") view=of_module(Module::Requests, requests::detail::later) />
                <Route
                    path=path!("/:portal/requests/:request/edit")
                    view=of_module(Module::Requests, requests::edit::later)
                />
                <Route
                    path=path!("/:portal/requests/:request/confirm")
                    view=of_module(Module::Requests, requests::confirm::later)
                />
            </FlatRoutes>
        </Frame>
    }
}
