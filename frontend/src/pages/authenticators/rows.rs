//! The table of second factors, with the buttons to rename and to remove.

use super::factors::{Doing, Factors};
use crate::components::columns::{self, Column};
use crate::components::confirmations::Confirmation;
use crate::components::moments::moment;
use crate::components::tables::{self, Table};
use crate::components::views::text;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::authenticators::{Authenticator, AuthenticatorKind, Authenticators};

/// The table; `remove` asks first.
pub fn table(
    factors: &Factors,
    all: &Authenticators,
    removal: Confirmation,
    chosen: RwSignal<Option<Authenticator>>,
) -> AnyView {
    if all.items.is_empty() {
        return tables::empty(t!(authenticators.empty), None);
    }
    let ask = Callback::new(move |it: Authenticator| {
        chosen.set(Some(it));
        removal.ask();
    });
    let doing = factors.clone();
    let columns = vec![
        Column::new(t!(authenticators.name), |it: &Authenticator| it.name.clone().into_any()).naming(),
        Column::new(t!(authenticators.kind), |it: &Authenticator| kind(it.kind)).class("word"),
        Column::new(t!(authenticators.since), |it: &Authenticator| moment(it.created_at)),
        Column::new(t!(authenticators.last_used), last_used),
        Column::actions(t!(account.actions), move |it: &Authenticator| actions(&doing, it, ask)).read_out_only(),
    ];
    Table::new(t!(authenticators.list), columns).of(&all.items)
}

fn kind(kind: AuthenticatorKind) -> AnyView {
    match kind {
        AuthenticatorKind::Totp => t!(authenticators.app),
        AuthenticatorKind::Passkey => t!(authenticators.passkey),
    }
    .into_any()
}

fn last_used(it: &Authenticator) -> AnyView {
    it.last_used_at.map_or_else(|| text(t!(authenticators.never_used)), moment)
}

fn actions(factors: &Factors, it: &Authenticator, remove: Callback<Authenticator>) -> AnyView {
    let (factors, renamed, removed) = (factors.clone(), it.clone(), it.clone());
    let rename = move || factors.begin(Doing::Rename(renamed.clone()));
    view! {
        <div class="buttons">
            {columns::button(t!(authenticators.rename), it.name.clone(), rename)}
            {columns::button(t!(authenticators.remove), it.name.clone(), move || remove.run(removed.clone()))}
        </div>
    }
    .into_any()
}
