//! The doors of the home page: to the contracts, and to what can be done.

use crate::components::icons;
use crate::components::views::{changing, optional, text};
use crate::pages::accounts::tabs::users_label;
use crate::texts::{own, t, tr};
use crate::visits::{Visit, has_module};
use leptos::prelude::*;
use madoguchi_api_types::portals::ContractCategory;
use madoguchi_api_types::sessions::Session;

/// 契約内容.
pub fn contracts(visit: &Visit) -> AnyView {
    let doors = visit.portal.contract_categories.iter().map(|category| category_door(visit, category)).collect_view();
    let title = visit.portal.screens.home_contracts.clone();
    let title = move || title.as_ref().map_or_else(|| tr!(home.contracts).to_owned(), own);
    section("home-contracts", title.into(), doors.into_any())
}

/// What can be done here by who is logged in.
pub fn services(visit: &Visit, session: impl Fn() -> Option<Session> + Send + Sync + 'static) -> AnyView {
    let manages_users = Memo::new(move |_| session().is_some_and(|session| session.user.manages_users));
    let visit = visit.clone();
    let doors = changing(move || doors(&visit, manages_users.get()));
    section("home-services", t!(home.services).into(), doors)
}

fn doors(visit: &Visit, manages_users: bool) -> AnyView {
    let module = |name: &str, path: &str, title: fn() -> &'static str, words: TextProp| {
        let door = || door(visit.path(path), title.into(), words);
        optional(has_module(&visit.portal, name).then(door))
    };
    let users = manages_users
        .then(|| door(visit.path("/users"), users_label(&visit.portal).into(), t!(home.users_text).into()));
    let switches = visit.portal.screens.home_switches.clone();
    let switches = move || switches.as_ref().map_or_else(|| tr!(home.switches_text).to_owned(), own);
    view! {
        {module("switches", "/switches", t!(frame.switches), switches.into())}
        {module("inquiries", "/inquiries", t!(frame.inquiries), t!(home.inquiries_text).into())}
        {door(visit.path("/account"), t!(account.title).into(), t!(home.account_text).into())}
        {optional(users)}
    }
    .into_any()
}

fn section(id: &'static str, heading: TextProp, doors: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=id>{text(heading)}</h2>
            <ul class="doors wide">{doors}</ul>
        </section>
    }
    .into_any()
}

fn category_door(visit: &Visit, category: &ContractCategory) -> AnyView {
    let address = visit.path(&format!("/contracts?category={}", category.code));
    let (label, description) = (category.label.clone(), category.description.clone());
    door(address, (move || own(&label)).into(), (move || own(&description)).into())
}

fn door(address: String, title: TextProp, description: TextProp) -> AnyView {
    view! {
        <li>
            <a class="door" href=address>
                <span>
                    <span class="door-title">{text(title)}</span>
                    <span class="door-text">{text(description)}</span>
                </span>
                {icons::next()}
            </a>
        </li>
    }
    .into_any()
}
