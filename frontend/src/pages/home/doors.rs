//! The doors of the home page: to the contracts, and to what can be done.

use crate::components::icons;
use crate::components::views::{changing, optional, text};
use crate::contexts::{PageContext, has_module};
use crate::pages::accounts::tabs::users_label;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::{ContractCategory, Module};
use madoguchi_api_types::sessions::Session;

/// 契約内容.
pub fn contracts(context: &PageContext) -> AnyView {
    let doors =
        context.portal.contract_categories.iter().map(|category| category_door(context, category)).collect_view();
    let title = context.portal.screens.home_contracts.clone();
    let title = move || title.as_ref().map_or_else(|| tr!(home.contracts).to_owned(), own);
    section("home-contracts", title.into(), doors.into_any())
}

/// What can be done here by who is logged in.
pub fn services(context: &PageContext, session: impl Fn() -> Option<Session> + Send + Sync + 'static) -> AnyView {
    let manages_users = Memo::new(move |_| session().is_some_and(|session| session.user.manages_users));
    let context = context.clone();
    let doors = changing(move || doors(&context, manages_users.get()));
    section("home-services", t!(home.services).into(), doors)
}

fn doors(context: &PageContext, manages_users: bool) -> AnyView {
    let module = |name: Module, path: &str, title: fn() -> &'static str, words: TextProp| {
        let door = || door(context.path(path), title.into(), words);
        optional(has_module(&context.portal, name).then(door))
    };
    let users = manages_users
        .then(|| door(context.path("/users"), users_label(&context.portal).into(), t!(home.users_text).into()));
    let switches = context.portal.screens.home_switches.clone();
    let switches = move || switches.as_ref().map_or_else(|| tr!(home.switches_text).to_owned(), own);
    let requests = has_module(&context.portal, Module::Requests).then(|| {
        let title = context.portal.screens.requests_title.clone();
        let title = move || title.as_ref().map_or_else(|| tr!(frame.requests).to_owned(), own);
        door(context.path("/requests"), title.into(), t!(home.requests_text).into())
    });
    view! {
        {optional(requests)}
        {module(Module::Switches, "/switches", t!(frame.switches), switches.into())}
        {module(Module::Inquiries, "/inquiries", t!(frame.inquiries), t!(home.inquiries_text).into())}
        {module(Module::Contractor, "/contractor", t!(contractor.change_title), t!(contractor.door).into())}
        {door(context.path("/account"), t!(account.title).into(), t!(home.account_text).into())}
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

fn category_door(context: &PageContext, category: &ContractCategory) -> AnyView {
    let address = context.path(&format!("/contracts?category={}", category.code));
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
