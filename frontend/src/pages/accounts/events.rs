//! ログイン履歴: what happened to the account, logins or all of it, the newest first.

use super::tabs::{AccountTab, head};
use super::words;
use crate::api;
use crate::chunks::chunk;
use crate::components::columns::Column;
use crate::components::listings::Listing;
use crate::components::moments::moment;
use crate::components::tables::{self, Table};
use crate::components::views::{optional, text};
use crate::contexts::PageContext;
use crate::texts::t;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use madoguchi_api_types::accounts::{AccountEvent, OtherDoer};

chunk!(account: later = page);

/// Names of the kinds, in the API and in the address.
const ALL: &str = "all";
const SIGN_IN: &str = "sign_in";

pub fn page(context: PageContext) -> AnyView {
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let asked = query.with(|query| query.get("kind"));
        if asked.as_deref() == Some(ALL) { ALL } else { SIGN_IN }
    });
    let client = context.client;
    let events = Listing::load(move |cursor| {
        let kind = kind.get();
        async move { api::accounts::events(client, kind, &cursor).await }
    });
    let list = table().listing(events, || tables::empty(t!(events.empty), None));
    let choice = |value: &'static str, label: fn() -> &'static str| {
        let address = context.path(&format!("/account/events?kind={value}"));
        let current = move || (kind.get() == value).then_some("true");
        view! { <li><a href=address aria-current=current>{label}</a></li> }
    };
    view! {
        <div class="wide-column">
            {head(&context, AccountTab::Events)}
            <p class="lead">{t!(events.lead)}</p>
            <nav class="switch" aria-label=t!(events.kinds)>
                <ul>{choice(SIGN_IN, t!(events.sign_ins))} {choice(ALL, t!(events.everything))}</ul>
            </nav>
            {list}
        </div>
    }
    .into_any()
}

fn table() -> Table<AccountEvent> {
    let what = |it: &AccountEvent| {
        let (action, by_others, doer) = (it.action.clone(), it.by.is_some(), it.by.clone().map(doer));
        let words = text(move || words::action(&action, by_others));
        view! { <div>{words} {optional(doer)}</div> }.into_any()
    };
    let columns = vec![
        Column::new(t!(events.at), |it: &AccountEvent| moment(it.at)).naming(),
        Column::new(t!(events.what), what),
        Column::new(t!(events.address), |it: &AccountEvent| it.address.clone().into_any()).language("en"),
    ];
    Table::new(t!(events.title), columns)
}

/// Who did it, when somebody else did.
fn doer(by: OtherDoer) -> AnyView {
    view! { <p class="note">{text(move || words::by(&by))}</p> }.into_any()
}
