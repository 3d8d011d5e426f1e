//! The list of calls, sorted by the address; two lines a call on a phone.

use super::state::Calls;
use super::{masking, printing, totals};
use crate::api;
use crate::api::call_records::Filter;
use crate::components::listings::Listing;
use crate::components::tables::{Sorted, sort_header};
use crate::formats;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_domain::phones::hyphenated;

/// The list with its totals above and its files below.
pub fn panel(calls: Calls) -> AnyView {
    let client = calls.visit().client;
    let list = Listing::load(move |cursor| {
        calls.follow_numbers();
        let (contract, filter) = (calls.contract(), calls.filter.get());
        async move { api::call_records::list(client, &contract, &filter, &cursor).await }
    });
    let shown = list.first.show(move |page| if page.items.is_empty() { empty() } else { table(calls, list) });
    view! {
        {masking::notice(calls)}
        {totals::line(calls, Some(list))}
        {totals::download(calls)}
        {printing::button(calls, list)}
        {shown}
    }
    .into_any()
}

/// There are no such calls.
pub fn empty() -> AnyView {
    view! { <div class="empty"><p>{t!(calls.empty)}</p></div> }.into_any()
}

/// The two orders of a sortable column, by their names in the API.
const STARTED_AT: (&str, &str) = ("started_at", "started_at_descending");
const DURATION: (&str, &str) = ("duration", "duration_descending");
const CHARGE: (&str, &str) = ("charge", "charge_descending");

fn table(calls: Calls, list: Listing<CallRecord>) -> AnyView {
    let header = move |label: fn() -> &'static str, orders: (&'static str, &'static str), number: bool| {
        let now = move || calls.filter.with(|filter| filter.order.clone());
        let sorted = Signal::derive(move || match now().as_str() {
            "" if orders == STARTED_AT => Sorted::Ascending,
            order if order == orders.0 => Sorted::Ascending,
            order if order == orders.1 => Sorted::Descending,
            _ => Sorted::No,
        });
        let sort = Callback::new(move |()| {
            let order = if sorted.get_untracked() == Sorted::Ascending { orders.1 } else { orders.0 };
            let now = calls.shown.get_untracked();
            calls.go(&now.of(Filter { order: order.to_owned(), ..now.filter.clone() }));
        });
        sort_header(label, number, sorted, sort)
    };
    let busy = move || list.first.busy.get().then_some("true");
    view! {
        <div class="table-frame">
            <table class="table cards calls" role="table" aria-busy=busy>
                <caption class="visually-hidden">{t!(calls.caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {header(t!(calls.started_at), STARTED_AT, false)}
                        <th scope="col" role="columnheader">{t!(calls.kind)}</th>
                        <th scope="col" role="columnheader">{t!(calls.caller)}</th>
                        <th scope="col" role="columnheader">{t!(calls.callee)}</th>
                        {header(t!(calls.duration), DURATION, true)}
                        {header(t!(calls.charge), CHARGE, true)}
                    </tr>
                </thead>
                {list.bodies(row)}
            </table>
        </div>
        {list.foot()}
    }
    .into_any()
}

fn row(call: CallRecord) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(calls.started_at)>{formats::call_start(call.started_at)}</th>
            <td role="cell" data-label=t!(calls.kind)>{call.kind}</td>
            <td role="cell" data-label=t!(calls.caller) class="digits from">{hyphenated(&call.caller)}</td>
            <td role="cell" data-label=t!(calls.callee) class="digits to">{hyphenated(&call.callee)}</td>
            <td role="cell" data-label=t!(calls.duration) class="number">{formats::duration(call.duration)}</td>
            <td role="cell" data-label=t!(calls.charge) class="number">{formats::yen(call.charge)}</td>
        </tr>
    }
    .into_any()
}
