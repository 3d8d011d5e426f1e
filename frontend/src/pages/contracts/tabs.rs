//! What stands around the list of contracts where a portal's customers apply for them: a welcome, a tab for each category, the
//! button that adds one, and links to what else is changed. Must not know the list.

use super::heads::category;
use crate::components::tabs::{Tab, tabs};
use crate::components::user_menus;
use crate::components::views::{changing, optional, text};
use crate::contexts::PageContext;
use crate::session::{Sessions, State};
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::portals::ContractCategory;
use madoguchi_api_types::screens::{ContractLink, Screens};

/// ようこそ … 様.
pub fn welcome(context: &PageContext) -> AnyView {
    let Screens { contracts_welcome: Some(words), .. } = context.portal.screens.clone() else { return ().into_any() };
    let name = called(context.sessions);
    let welcome = move || name().map(|name| own(&words).replace("{name}", &name)).unwrap_or_default();
    view! { <p class="lead">{text(welcome)}</p> }.into_any()
}

/// Name of the customer; a new contractor has not said yet who it is, and has its ID alone.
fn called(sessions: Sessions) -> impl Fn() -> Option<String> + Clone + Send + Sync {
    move || match sessions.state.get() {
        State::Active(session) if session.customer.name.is_empty() => Some(session.user.sign_in_name),
        State::Active(session) => Some(session.customer.name),
        State::Unknown | State::Absent => None,
    }
}

/// The tabs.
pub fn above(context: &PageContext, code: Memo<String>) -> AnyView {
    if !context.portal.screens.contract_tabs {
        return ().into_any();
    }
    let context = context.clone();
    changing(move || {
        let here = code.get();
        let tab = |category: &ContractCategory| {
            let label = category.label.clone();
            Tab {
                label: (move || own(&label)).into(),
                address: context.path(&format!("/contracts?category={}", category.code)),
                here: category.code == here,
            }
        };
        tabs(t!(contracts.tabs), context.portal.contract_categories.iter().map(tab).collect())
    })
    .into_any()
}

/// The button and the links.
pub fn below(context: &PageContext, code: Memo<String>) -> AnyView {
    let adds = context.clone();
    let button = changing(move || optional(category(&adds, &code.get()).and_then(|category| add(&adds, category))));
    let links: Vec<AnyView> = context.portal.screens.contract_links.iter().map(|it| link(context, *it)).collect();
    let list = (!links.is_empty()).then(|| {
        view! { <nav aria-label=t!(contracts.links)><ul class="contract-links">{links}</ul></nav> }.into_any()
    });
    view! {
        {button}
        {batch(context, code)}
        {optional(list)}
    }
    .into_any()
}

/// The way to apply for many at once, where the portal takes files.
fn batch(context: &PageContext, code: Memo<String>) -> AnyView {
    let Some(words) = context.portal.request_batch.clone() else { return optional(None) };
    let context = context.clone();
    let address = move || context.path(&format!("/request-batches?category={}", code.get()));
    view! { <p class="buttons"><a class="button outline" href=address>{text(move || own(&words))}</a></p> }.into_any()
}

fn add(context: &PageContext, category: ContractCategory) -> Option<AnyView> {
    let address = context.path(&format!("/requests/new?kind={}&category={}", category.request_kind?, category.code));
    let words = category.add?;
    Some(
        view! { <p class="buttons"><a class="button solid" href=address>{text(move || own(&words))}</a></p> }
            .into_any(),
    )
}

fn link(context: &PageContext, link: ContractLink) -> AnyView {
    let to =
        |page: &str, words: fn() -> &'static str| view! { <li><a href=context.path(page)>{words}</a></li> }.into_any();
    match link {
        ContractLink::Password => to("/account#password-title", t!(contracts.link_password)),
        ContractLink::MailAddress => to("/account#mail-change-title", t!(contracts.link_mail_address)),
        ContractLink::Contractor => to("/contractor", t!(contracts.link_contractor)),
        ContractLink::SignOut => {
            let address = context.path("/logged-out");
            let out = user_menus::sign_out(
                context.sessions,
                context.client,
                move || address.clone(),
                ("button text", t!(contracts.link_sign_out)),
            );
            view! { <li>{out}</li> }.into_any()
        }
    }
}
