//! 通話料金明細: the calls of a month, filtered and sorted by the address.

use super::{filters, totals};
use crate::api;
use crate::api::call_records::Filter;
use crate::components::listings::Listing;
use crate::components::page_titles::PageTitle;
use crate::components::pages_of_state::not_found_page;
use crate::components::parts::{Loaded, Part};
use crate::components::tables::{Sorted, sort_header};
use crate::formats;
use crate::pages::contracts::heads;
use crate::texts::t;
use crate::visits::Visit;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use madoguchi_api_types::call_records::CallRecord;

/// The page.
pub fn page(visit: Visit) -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = params.with_untracked(|params| params.get("contract")).unwrap_or_default();
    let filter = Memo::new(move |_| {
        query.with(|query| {
            let part = |name: &str| query.get(name).unwrap_or_default();
            Filter { month: part("month"), kind: part("kind"), number: part("number"), order: part("order") }
        })
    });
    let id = StoredValue::new(id);
    let client = visit.client;
    let contract = Part::load(move || async move { api::contracts::get(client, &id.get_value()).await });
    let totals = Part::load(move || {
        let filter = filter.get();
        async move { api::call_records::totals(client, &id.get_value(), &filter).await }
    });
    let calls = Listing::load(move |cursor| {
        let filter = filter.get();
        async move { api::call_records::list(client, &id.get_value(), &filter, &cursor).await }
    });
    let failure = Memo::new(move |_| match contract.state.get() {
        Loaded::Failed(error) if error.is_not_found() => Some("not_found"),
        _ => calls.first.state.with(|state| match state {
            Loaded::Failed(error) if error.code() == "call_records_inactive" => Some("inactive"),
            _ => None,
        }),
    });
    (move || {
        let visit = visit.clone();
        let way = heads::way_below(visit.clone(), id.get_value(), contract, t!(calls.title).into());
        match failure.get() {
            Some("not_found") => not_found_page(),
            Some(_) => view! {
                {way}
                <PageTitle title=t!(calls.title) />
                {heads::line(contract)}
                <div class="empty"><p>{t!(calls.inactive)}</p></div>
            }
            .into_any(),
            None => view! {
                {way}
                <PageTitle title=t!(calls.title) />
                {heads::line(contract)}
                {filters::form(&visit, id.get_value(), filter, totals)}
                {totals::line(totals, calls)}
                {calls.first.show({
                    let visit = visit.clone();
                    move |page| if page.items.is_empty() { empty() } else { table(&visit, id.get_value(), filter, calls) }
                })}
                {totals::download(client, id.get_value(), filter, totals)}
            }
            .into_any(),
        }
    })
    .into_any()
}

fn empty() -> AnyView {
    view! { <div class="empty"><p>{t!(calls.empty)}</p></div> }.into_any()
}

/// The two orders of a sortable column, by their names in the API.
const STARTED_AT: (&str, &str) = ("started_at", "started_at_descending");
const DURATION: (&str, &str) = ("duration", "duration_descending");
const CHARGE: (&str, &str) = ("charge", "charge_descending");

fn table(visit: &Visit, id: String, filter: Memo<Filter>, calls: Listing<CallRecord>) -> AnyView {
    let visit = visit.clone();
    let header = move |label: fn() -> &'static str, orders: (&'static str, &'static str), number: bool| {
        let now = move || filter.with(|filter| filter.order.clone());
        let sorted = Signal::derive(move || match now().as_str() {
            "" if orders == STARTED_AT => Sorted::Ascending,
            order if order == orders.0 => Sorted::Ascending,
            order if order == orders.1 => Sorted::Descending,
            _ => Sorted::No,
        });
        let (visit, id) = (visit.clone(), id.clone());
        let sort = Callback::new(move |()| {
            let order = if sorted.get_untracked() == Sorted::Ascending { orders.1 } else { orders.0 };
            let filter = Filter { order: order.to_owned(), ..filter.get_untracked() };
            visit.stay(&format!("/contracts/{id}/call-records{}", filter.query()));
        });
        sort_header(label, number, sorted, sort)
    };
    let busy = move || calls.first.busy.get().then_some("true");
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
                {calls.bodies(row)}
            </table>
        </div>
        {calls.foot()}
    }
    .into_any()
}

fn row(call: CallRecord) -> AnyView {
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" data-label=t!(calls.started_at)>{formats::call_start(call.started_at)}</th>
            <td role="cell" data-label=t!(calls.kind)>{call.kind}</td>
            <td role="cell" data-label=t!(calls.caller) class="digits">{call.caller}</td>
            <td role="cell" data-label=t!(calls.callee) class="digits">{call.callee}</td>
            <td role="cell" data-label=t!(calls.duration) class="number">{formats::duration(call.duration)}</td>
            <td role="cell" data-label=t!(calls.charge) class="number">{formats::yen(call.charge)}</td>
        </tr>
    }
    .into_any()
}
