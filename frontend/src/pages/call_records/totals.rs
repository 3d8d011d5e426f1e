//! Count and charge of what is shown, and the same as files.

use super::filters::conditions;
use super::state::Calls;
use crate::api::call_records::{csv, xlsx};
use crate::components::counts::{self, COUNT_ID};
use crate::components::downloads::Downloads;
use crate::components::icons;
use crate::components::listings::Listing;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::text;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::call_records::{CallRecord, CallRecordTotals};

/// The id of the line.
pub const TOTALS_ID: &str = "calls-totals";

/// The month, how many calls, how many of them a list shows, what they cost, and what they are filtered by.
pub fn line(calls: Calls, list: Option<Listing<CallRecord>>) -> AnyView {
    let draw = move |totals: CallRecordTotals| {
        let all = usize::try_from(totals.count).unwrap_or_default();
        let count = move || {
            let shown = list.map(Listing::count).filter(|shown| *shown > 0);
            counts::of_all(shown.unwrap_or(all), all)
        };
        let month = totals.month;
        view! {
            <h2>{text(move || formats::month(&month))}</h2>
            <p class="count" id=COUNT_ID tabindex="-1">{count}</p>
            <p>{t!(calls.total)} " " <strong>{formats::yen(totals.charge)}</strong></p>
            <p class="conditions">{text(move || calls.filter.with(conditions))}</p>
        }
        .into_any()
    };
    // What is in it is drawn anew; the place stays, for the focus and for what is read out.
    view! { <div class="totals-line" id=TOTALS_ID tabindex="-1" role="status">{calls.totals.show(draw)}</div> }
        .into_any()
}

/// CSVダウンロード with the choice of the encoding, and the same as a spreadsheet.
pub fn download(calls: Calls) -> AnyView {
    let encoding = RwSignal::new("utf8".to_owned());
    let choices = Signal::derive(|| -> Vec<Choice> {
        vec![("utf8".to_owned(), tr!(calls.utf8).to_owned()), ("cp932".to_owned(), tr!(calls.cp932).to_owned())]
    });
    let downloads = Downloads::new(calls.context().client, Callback::new(|()| ())).guarded(calls.reauthentication);
    let csv = move || csv(&calls.contract(), &calls.dated_filter(), &encoding.get());
    let xlsx = move || xlsx(&calls.contract(), &calls.dated_filter());
    view! {
        <div class="toolbar download">
            <SelectField
                id="encoding"
                label=t!(calls.encoding)
                choices=choices
                chosen=encoding
                choose=Callback::new(move |(value,): (String,)| encoding.set(value))
            />
            {downloads.link("button outline", csv, view! { {icons::download()} {t!(calls.csv)} }.into_any())}
            {downloads.link("button outline", xlsx, view! { {icons::download()} {t!(calls.xlsx)} }.into_any())}
            {downloads.state()}
        </div>
    }
    .into_any()
}
