//! Call records that were not applied for: what they cost, from when they could be read, and the way to apply.

use crate::api;
use crate::components::parts::Part;
use crate::components::views::{optional, text};
use crate::contexts::{PageContext, has_module};
use crate::formats;
use crate::texts::{own, t, tr};
use leptos::prelude::*;
use madoguchi_api_types::portals::Module;
use madoguchi_api_types::switches::{Switch, SwitchKind};

/// The offer for a contract; nothing where it has no switch, as without a phone service.
pub fn call_records(context: &PageContext, contract: String) -> AnyView {
    if !has_module(&context.portal, Module::Switches) {
        return ().into_any();
    }
    let client = context.client;
    let switch = Part::load(move || {
        let contract = contract.clone();
        async move {
            let switches = api::switches::list(client).await?;
            let of_contract = |switch: &Switch| switch.contract_id.is_some_and(|id| id.to_string() == contract);
            Ok(switches.into_iter().find(|switch| switch.kind == SwitchKind::CallRecords && of_contract(switch)))
        }
    });
    let context = context.clone();
    switch.show(move |switch| optional(switch.map(|switch| offer(&context, switch))))
}

fn offer(context: &PageContext, switch: Switch) -> AnyView {
    let address = context.path("/switches#call-records-title");
    let Switch { on, effective_from, next_effective_from, charge, changeable, .. } = switch;
    let when = move || match effective_from.filter(|_| on) {
        Some(from) => tr!(calls.applied, formats::month_of(from)),
        None => tr!(calls.available_from, formats::month_of(next_effective_from)),
    };
    let charge = charge.filter(|_| !on).map(|charge| view! { <p>{text(move || own(&charge))}</p> }.into_any());
    let way = match (on, changeable) {
        (false, true) => view! { <p><a class="button solid" href=address>{t!(calls.apply_here)}</a></p> }.into_any(),
        (true, _) => view! { <p><a href=address>{t!(inquiries.wish_link)}</a></p> }.into_any(),
        (false, false) => view! { <p>{t!(switches.by_administrator)}</p> }.into_any(),
    };
    view! {
        <div class="offer">
            <p>{text(when)}</p>
            {optional(charge)}
            {way}
        </div>
    }
    .into_any()
}
