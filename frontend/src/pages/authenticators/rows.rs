//! The table of second factors, with the buttons to rename and to remove.

use super::factors::{Doing, Factors};
use crate::components::confirmations::Confirmation;
use crate::components::moments::moment;
use crate::components::views::text;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::authenticators::{Authenticator, AuthenticatorKind, Authenticators};

/// The table; `remove` asks first.
pub fn table(
    factors: &Factors,
    all: Authenticators,
    removal: Confirmation,
    chosen: RwSignal<Option<Authenticator>>,
) -> AnyView {
    if all.items.is_empty() {
        return view! { <div class="empty"><p>{t!(authenticators.empty)}</p></div> }.into_any();
    }
    let ask = Callback::new(move |it: Authenticator| {
        chosen.set(Some(it));
        removal.ask();
    });
    let rows = all.items.into_iter().map(|it| row(factors, it, ask)).collect_view();
    view! {
        <div class="table-frame">
            <table class="table cards" role="table">
                <caption class="visually-hidden">{t!(authenticators.list)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{t!(authenticators.name)}</th>
                        <th scope="col" role="columnheader">{t!(authenticators.kind)}</th>
                        <th scope="col" role="columnheader">{t!(authenticators.since)}</th>
                        <th scope="col" role="columnheader">{t!(authenticators.last_used)}</th>
                        <th scope="col" role="columnheader"><span class="visually-hidden">{t!(account.actions)}</span></th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(factors: &Factors, it: Authenticator, remove: Callback<Authenticator>) -> AnyView {
    let kind = match it.kind {
        AuthenticatorKind::Totp => t!(authenticators.app),
        AuthenticatorKind::Passkey => t!(authenticators.passkey),
    };
    let (created_at, last_used_at) = (it.created_at, it.last_used_at);
    let last_used = match last_used_at {
        Some(at) => moment(at),
        None => text(t!(authenticators.never_used)),
    };
    let (factors, renamed, removed) = (factors.clone(), it.clone(), it.clone());
    let (one, other) = (it.name.clone(), it.name.clone());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(authenticators.name)>{it.name}</th>
            <td role="cell" class="word" data-label=t!(authenticators.kind)>{kind}</td>
            <td role="cell" data-label=t!(authenticators.since)>{moment(created_at)}</td>
            <td role="cell" data-label=t!(authenticators.last_used)>{last_used}</td>
            <td role="cell" class="action">
                <div class="buttons">
                    <button
                        type="button"
                        class="button outline small"
                        on:click=move |_| factors.begin(Doing::Rename(renamed.clone()))
                    >
                        {t!(authenticators.rename)} <span class="visually-hidden">" " {one}</span>
                    </button>
                    <button type="button" class="button outline small" on:click=move |_| remove.run(removed.clone())>
                        {t!(authenticators.remove)} <span class="visually-hidden">" " {other}</span>
                    </button>
                </div>
            </td>
        </tr>
    }
    .into_any()
}
