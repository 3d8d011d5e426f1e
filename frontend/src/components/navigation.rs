//! The navigation of a portal: at the left of wide screens, behind the menu button of narrow ones.

use super::icons;
use crate::components::views::{changing, text};
use crate::contexts::{PortalContext, PortalState, has_module, home_title};
use crate::session::State;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use madoguchi_api_types::portals::{Module, Portal};
use madoguchi_api_types::screens::{NavigationLink, NavigationPage};

/// The navigation; `open` on a narrow screen.
pub fn navigation(context: PortalContext, open: RwSignal<bool>) -> AnyView {
    let location = use_location();
    let (path, search) = (location.pathname, location.search);
    let here = Memo::new(move |_| (path.get(), search.get()));
    // Another page: the menu has done its work.
    Effect::new(move |_| {
        here.track();
        open.set(false);
    });
    let state = context.sessions.state;
    let manages_users = Memo::new(move |_| matches!(state.get(), State::Active(session) if session.user.manages_users));
    let links = changing(move || match context.portal.get() {
        PortalState::Ready(portal) => {
            let path = |page: &str| format!("/{}{page}", portal.key);
            if !portal.screens.navigation.is_empty() {
                return own_links(&portal, here);
            }
            let mut links = vec![link(icons::home(), path("/"), home_title(&portal), here, Match::Page)];
            for category in &portal.contract_categories {
                let address = path(&format!("/contracts?category={}", category.code));
                let label = category.label.clone();
                links.push(link(icons::paper(), address, (move || own(&label)).into(), here, Match::Query));
            }
            if has_module(&portal, Module::Requests) {
                let title = portal.screens.requests_title.clone();
                let label = move || title.as_ref().map_or_else(|| tr!(frame.requests).to_owned(), own);
                links.push(link(icons::pencil(), path("/requests"), label.into(), here, Match::Below));
            }
            if has_module(&portal, Module::Invoices) {
                links.push(link(icons::yen(), path("/invoices"), t!(bills.title).into(), here, Match::Below));
            }
            if has_module(&portal, Module::Switches) {
                links.push(link(icons::sliders(), path("/switches"), t!(frame.switches).into(), here, Match::Page));
            }
            if has_module(&portal, Module::Products) {
                links.push(link(icons::boxed(), path("/products"), t!(products.title).into(), here, Match::Below));
            }
            if has_module(&portal, Module::Inquiries) {
                links.push(link(icons::bubble(), path("/inquiries"), t!(frame.inquiries).into(), here, Match::Below));
            }
            if has_module(&portal, Module::Faqs) {
                links.push(link(icons::question(), path("/faqs"), t!(faqs.title).into(), here, Match::Page));
            }
            links.push(link(icons::person(), path("/account"), t!(frame.account).into(), here, Match::Below));
            if manages_users.get() {
                let label = if portal.roles.len() > 1 { t!(frame.users) } else { t!(frame.users_of_equals) };
                links.push(link(icons::people(), path("/users"), label.into(), here, Match::Page));
            }
            links.into_any()
        }
        PortalState::Waiting | PortalState::Failed(_) => ().into_any(),
    });
    view! {
        <nav id="navigation" class="navigation" class:open=open aria-label=t!(frame.navigation)>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

/// The links of a portal that says them itself.
fn own_links(portal: &Portal, here: Memo<(String, String)>) -> AnyView {
    let own_link = |named: &NavigationLink| {
        let (icon, address, matched) = place(named.page);
        let label = named.label.clone();
        link(icon, format!("/{}{address}", portal.key), (move || own(&label)).into(), here, matched)
    };
    portal.screens.navigation.iter().map(own_link).collect::<Vec<_>>().into_any()
}

fn place(page: NavigationPage) -> (AnyView, &'static str, Match) {
    match page {
        NavigationPage::Home => (icons::home(), "/", Match::Page),
        NavigationPage::Products => (icons::boxed(), "/products", Match::Below),
        NavigationPage::Basket => (icons::basket(), "/basket", Match::Page),
        NavigationPage::NewRequest => (icons::pencil(), "/requests/new", Match::Page),
        NavigationPage::Requests => (icons::paper(), "/requests", Match::Below),
        NavigationPage::Orders => (icons::paper(), "/orders", Match::Below),
        NavigationPage::Quotes => (icons::yen(), "/quotes", Match::Below),
        NavigationPage::Account => (icons::person(), "/account", Match::Below),
        NavigationPage::Users => (icons::people(), "/users", Match::Page),
        NavigationPage::Faqs => (icons::question(), "/faqs", Match::Page),
        NavigationPage::Notices => (icons::bubble(), "/notices", Match::Below),
        NavigationPage::Inquiries => (icons::bubble(), "/inquiries", Match::Below),
    }
}

/// When a link is the one that one is at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Match {
    /// On its page, whatever the query.
    Page,
    /// On its page with its query.
    Query,
    /// On its page and on those below.
    Below,
}

fn link(icon: AnyView, address: String, label: TextProp, here: Memo<(String, String)>, matched: Match) -> AnyView {
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path.to_owned(), query.to_owned()),
        None => (address.clone(), String::new()),
    };
    let current = move || {
        here.with(|(at, search)| {
            let rest = at.trim_end_matches('/').strip_prefix(path.trim_end_matches('/'));
            let is_here = match matched {
                Match::Page => rest == Some(""),
                Match::Query => rest == Some("") && search.trim_start_matches('?').split('&').any(|part| part == query),
                Match::Below => rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            };
            is_here.then_some("page")
        })
    };
    view! {
        <li>
            <a href=address aria-current=current>{icon}<span>{text(label.clone())}</span></a>
        </li>
    }
    .into_any()
}
