//! The filter of the call records: month, kind and number. It acts through the address of the page.

use crate::api::call_records::Filter;
use crate::components::forms::half_width;
use crate::components::parts::Part;
use crate::components::select_fields::{Choice, SelectField};
use crate::formats;
use crate::texts::{t, tr};
use crate::visits::Visit;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecordTotals;

/// The form.
pub fn form(visit: &Visit, contract: String, filter: Memo<Filter>, totals: Part<CallRecordTotals>) -> AnyView {
    let (month, kind, number) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    // The address says what is shown; without a month there it is the one that the server chose.
    Effect::new(move |_| {
        let filter = filter.get();
        let shown = totals.value().map(|totals| totals.month).unwrap_or_default();
        month.set(if filter.month.is_empty() { shown } else { filter.month });
        kind.set(filter.kind);
        number.set(filter.number);
    });
    let months = Signal::derive(move || {
        let months = totals.value().map(|totals| totals.months).unwrap_or_default();
        months.into_iter().map(|value| (value.clone(), formats::month(&value))).collect::<Vec<Choice>>()
    });
    let kinds = Signal::derive(move || kinds(totals.value()));
    let visit = visit.clone();
    let base = format!("/contracts/{contract}/call-records");
    let (reset_base, reset_visit) = (base.clone(), visit.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let next = Filter {
            month: month.get_untracked(),
            kind: kind.get_untracked(),
            number: digits(&number.get_untracked()),
            order: filter.get_untracked().order,
        };
        visit.stay(&format!("{base}{}", next.query()));
    };
    let reset = move |_| {
        let next = Filter { month: month.get_untracked(), ..Filter::default() };
        reset_visit.stay(&format!("{reset_base}{}", next.query()));
    };
    view! {
        <form class="toolbar card" role="search" aria-label=t!(calls.filter) on:submit=submit>
            <SelectField
                id="month"
                label=t!(calls.month)
                choices=months
                chosen=month
                choose=Callback::new(move |(value,): (String,)| month.set(value))
            />
            <SelectField
                id="kind"
                label=t!(calls.kind)
                choices=kinds
                chosen=kind
                choose=Callback::new(move |(value,): (String,)| kind.set(value))
            />
            <div class="field inline">
                <label for="number">{t!(calls.number)}</label>
                <input
                    id="number"
                    class="input"
                    type="search"
                    inputmode="tel"
                    autocomplete="off"
                    prop:value=number
                    on:input:target=move |event| number.set(event.target().value())
                />
            </div>
            <div class="toolbar-buttons">
                <button type="submit" class="button solid">{t!(calls.apply)}</button>
                <button type="button" class="button text" on:click=reset>{t!(calls.reset)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The digits of what was typed, in any width and with any hyphen.
fn digits(typed: &str) -> String {
    half_width(typed).unwrap_or_default().chars().filter(char::is_ascii_digit).collect()
}

/// All kinds first, then each with its number of calls.
fn kinds(totals: Option<CallRecordTotals>) -> Vec<Choice> {
    let all = (String::new(), tr!(calls.all_kinds).to_owned());
    let kinds = totals.map(|totals| totals.kinds).unwrap_or_default();
    let choice = |kind: madoguchi_api_types::call_records::CallRecordKind| {
        let text = tr!(calls.kind_count, formats::count(kind.count), kind.kind);
        (kind.kind, text)
    };
    std::iter::once(all).chain(kinds.into_iter().map(choice)).collect()
}
