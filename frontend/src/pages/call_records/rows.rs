//! The list of calls, sorted by the address; two lines a call on a phone.

use super::state::Calls;
use super::{masking, printing, totals};
use crate::api;
use crate::components::columns::Column;
use crate::components::listings::Listing;
use crate::components::sorting::Sorting;
use crate::components::tables::{self, Table};
use crate::formats;
use crate::texts::t;
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_domain::phones::hyphenated;

/// The list with its totals above and its files below.
pub fn panel(calls: Calls) -> AnyView {
    let client = calls.context().client;
    let list = Listing::load(move |cursor| {
        calls.follow_numbers();
        let (contract, filter) = (calls.contract(), calls.filter.get());
        async move { api::call_records::list(client, &contract, &filter, &cursor).await }
    });
    let shown = table().sorted(Sorting::of_address("started_at")).listing(list, empty);
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
    tables::empty(t!(calls.empty), None)
}

fn table() -> Table<CallRecord> {
    let columns = vec![
        Column::new(t!(calls.started_at), |it: &CallRecord| formats::call_start(it.started_at).into_any())
            .naming()
            .sorted_by("started_at"),
        Column::new(t!(calls.kind), |it: &CallRecord| it.kind.clone().into_any()),
        Column::new(t!(calls.caller), |it: &CallRecord| hyphenated(&it.caller).into_any()).class("digits from"),
        Column::new(t!(calls.callee), |it: &CallRecord| hyphenated(&it.callee).into_any()).class("digits to"),
        Column::new(t!(calls.duration), |it: &CallRecord| formats::duration(it.duration).into_any())
            .number()
            .sorted_by("duration"),
        Column::new(t!(calls.charge), |it: &CallRecord| formats::yen(it.charge).into_any())
            .number()
            .sorted_by("charge"),
    ];
    Table::new(t!(calls.caption), columns).class("calls").uncounted()
}
