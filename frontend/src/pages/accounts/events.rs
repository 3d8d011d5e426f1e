//! ログイン履歴: what happened to the account, logins or all of it, the newest first.

use super::tabs::{Here, head};
use super::words;
use crate::api;
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::moments::moment;
use crate::components::views::text;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::accounts::AccountEvent;

/// Names of the kinds, in the API and in the address.
const ALL: &str = "all";
const SIGN_IN: &str = "sign_in";

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let asked = query.with(|query| query.get("kind"));
        if asked.as_deref() == Some(ALL) { ALL } else { SIGN_IN }
    });
    let client = visit.client;
    let events = Listing::load(move |cursor| {
        let kind = kind.get();
        async move { api::accounts::events(client, kind, &cursor).await }
    });
    let list = events.first.show(move |page| if page.items.is_empty() { empty() } else { table(events) });
    let choice = |value: &'static str, label: fn() -> &'static str| {
        let address = visit.path(&format!("/account/events?kind={value}"));
        let current = move || (kind.get() == value).then_some("true");
        view! { <li><a href=address aria-current=current>{label}</a></li> }
    };
    view! {
        <div class="wide-column">
            {head(&visit, Here::Events)}
            <p class="lead">{t!(events.lead)}</p>
            <nav class="switch" aria-label=t!(events.kinds)>
                <ul>{choice(SIGN_IN, t!(events.sign_ins))} {choice(ALL, t!(events.everything))}</ul>
            </nav>
            {list}
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    view! { <div class="empty"><p>{t!(events.empty)}</p></div> }.into_any()
}

fn table(events: Listing<AccountEvent>) -> AnyView {
    let shown = move || tr!(events.shown, events.count());
    view! {
        <p class="count" id=COUNT_ID tabindex="-1" role="status">{text(shown)}</p>
        <div class="table-frame">
            <table class="table cards" role="table">
                <caption class="visually-hidden">{t!(events.title)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(events.at)}</th>
                        <th scope="col" role="columnheader">{t!(events.what)}</th>
                        <th scope="col" role="columnheader">{t!(events.address)}</th>
                    </tr>
                </thead>
                {events.bodies(row)}
            </table>
        </div>
        {events.foot()}
    }
    .into_any()
}

fn row(event: AccountEvent) -> AnyView {
    let AccountEvent { at, action, address, by_others, .. } = event;
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(events.at)>{moment(at)}</th>
            <td role="cell" data-label=t!(events.what)>{text(move || words::action(&action, by_others))}</td>
            <td role="cell" data-label=t!(events.address) lang="en">{address}</td>
        </tr>
    }
    .into_any()
}
