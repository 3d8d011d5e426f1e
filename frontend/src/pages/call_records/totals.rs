//! Count and charge of what is shown, and the same as a CSV file.

use crate::api::Client;
use crate::api::call_records::{Filter, csv};
use crate::components::icons;
use crate::components::listings::{COUNT_ID, Listing};
use crate::components::parts::Part;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::text;
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::call_records::{CallRecord, CallRecordTotals};

/// The month, how many calls, how many of them are shown, and what they cost.
pub fn line(totals: Part<CallRecordTotals>, calls: Listing<CallRecord>) -> AnyView {
    let text = move |totals: CallRecordTotals| {
        let all = totals.count;
        let count = move || {
            let shown = i64::try_from(calls.count()).unwrap_or_default();
            if shown < all && shown > 0 {
                tr!(tables.part, formats::count(all), formats::count(shown))
            } else {
                tr!(tables.all, formats::count(all))
            }
        };
        let month = totals.month;
        view! {
            <h2>{text(move || formats::month(&month))}</h2>
            <p id=COUNT_ID tabindex="-1" role="status">{count}</p>
            <p>{t!(calls.total)} " " <strong>{formats::yen(totals.charge)}</strong></p>
        }
        .into_any()
    };
    view! { <div class="totals-line">{totals.show(text)}</div> }.into_any()
}

/// CSVダウンロード with the choice of the encoding.
pub fn download(client: Client, contract: String, filter: Memo<Filter>, totals: Part<CallRecordTotals>) -> AnyView {
    let encoding = RwSignal::new("utf8".to_owned());
    let choices = Signal::derive(|| -> Vec<Choice> {
        vec![("utf8".to_owned(), tr!(calls.utf8).to_owned()), ("cp932".to_owned(), tr!(calls.cp932).to_owned())]
    });
    let address = move || {
        let mut filter = filter.get();
        if filter.month.is_empty() {
            filter.month = totals.value().map(|totals| totals.month).unwrap_or_default();
        }
        csv(client, &contract, &filter, &encoding.get())
    };
    view! {
        <div class="toolbar download">
            <SelectField
                id="encoding"
                label=t!(calls.encoding)
                choices=choices
                chosen=encoding
                choose=Callback::new(move |(value,): (String,)| encoding.set(value))
            />
            <a class="button outline" href=address download="">{icons::download()} {t!(calls.csv)}</a>
        </div>
    }
    .into_any()
}
