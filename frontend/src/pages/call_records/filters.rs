//! The filter of the call records: month, day, hour, kind and number. It acts through the address of the page.

use super::state::Calls;
use crate::api::call_records::Filter;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::text;
use crate::formats;
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use madoguchi_api_types::call_records::CallRecordTotals;
use madoguchi_domain::phones;

/// What is chosen and typed, until it is sent.
#[derive(Clone, Copy)]
struct Fields {
    month: RwSignal<String>,
    day: RwSignal<String>,
    hour: RwSignal<String>,
    kind: RwSignal<String>,
    number: RwSignal<String>,
}

impl Fields {
    /// Those of the address, whenever that changes.
    fn follow(calls: Calls) -> Self {
        let empty = || RwSignal::new(String::new());
        let fields = Self { month: empty(), day: empty(), hour: empty(), kind: empty(), number: empty() };
        Effect::new(move |_| {
            // Without a month in the address it is the one that the server chose.
            let Filter { month, day, hour, kind, number, order: _ } = calls.dated_filter();
            fields.month.set(month);
            fields.day.set(day);
            fields.hour.set(hour);
            fields.kind.set(kind);
            fields.number.set(number);
        });
        fields
    }

    fn filter(self, order: String) -> Filter {
        Filter {
            month: self.month.get_untracked(),
            day: self.day.get_untracked(),
            hour: self.hour.get_untracked(),
            kind: self.kind.get_untracked(),
            number: digits(&self.number.get_untracked()),
            order,
        }
    }
}

pub fn form(calls: Calls) -> AnyView {
    let fields = Fields::follow(calls);
    let months = Signal::derive(move || {
        let months = calls.totals.value().map(|totals| totals.months).unwrap_or_default();
        // A month without calls is no choice, but the address may name it.
        let here = fields.month.get();
        let other = (!here.is_empty() && !months.contains(&here)).then_some(here);
        let all = months.into_iter().chain(other);
        all.map(|value| (value.clone(), formats::month(&value))).collect::<Vec<Choice>>()
    });
    let days = Signal::derive(move || {
        let all = (String::new(), tr!(calls.all_days).to_owned());
        let days = formats::days(&fields.month.get());
        std::iter::once(all).chain(days.into_iter().map(|day| (day.to_string(), formats::day(day)))).collect()
    });
    let hours = Signal::derive(|| {
        let all = (String::new(), tr!(calls.all_hours).to_owned());
        std::iter::once(all).chain((0..24).map(|hour| (hour.to_string(), tr!(calls.hour_band, hour)))).collect()
    });
    let kinds = Signal::derive(move || kinds(calls.totals.value()));
    let choose_month = Callback::new(move |(value,): (String,)| {
        fields.month.set(value);
        // Its days are others.
        fields.day.set(String::new());
        let now = calls.shown.get_untracked();
        calls.go(&now.of(fields.filter(now.filter.order.clone())));
    });
    let open = RwSignal::new(false);
    let count = move || calls.filter.with(count);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let now = calls.shown.get_untracked();
        calls.go(&now.of(fields.filter(now.filter.order.clone())));
    };
    let reset = move |_| {
        let filter = Filter { month: fields.month.get_untracked(), ..Filter::default() };
        calls.go(&calls.shown.get_untracked().of(filter));
    };
    view! {
        <form class="toolbar card filters" role="search" aria-label=t!(calls.filter) on:submit=submit>
            {select("month", t!(calls.month), months, fields.month, choose_month)}
            <button
                type="button"
                class="button outline filters-toggle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls="more-filters"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {text(move || tr!(calls.filters, count()))}
            </button>
            <div class="filters-more" id="more-filters" class:open=open>
            {select("day", t!(calls.day), days, fields.day, setter(fields.day))}
            {select("hour", t!(calls.hour), hours, fields.hour, setter(fields.hour))}
            {select("kind", t!(calls.kind), kinds, fields.kind, setter(fields.kind))}
            <div class="field inline">
                <label for="number">{t!(calls.number)}</label>
                <input
                    id="number"
                    class="input"
                    type="search"
                    inputmode="tel"
                    autocomplete="off"
                    prop:value=fields.number
                    on:input:target=move |event| fields.number.set(event.target().value())
                />
            </div>
            <div class="toolbar-buttons">
                <button type="submit" class="button solid">{t!(calls.apply)}</button>
                <button type="button" class="button text" on:click=reset>{t!(calls.reset)}</button>
            </div>
            </div>
        </form>
    }
    .into_any()
}

fn setter(field: RwSignal<String>) -> Callback<(String,)> {
    Callback::new(move |(value,): (String,)| field.set(value))
}

fn select(
    id: &'static str,
    label: fn() -> &'static str,
    choices: Signal<Vec<Choice>>,
    chosen: RwSignal<String>,
    choose: Callback<(String,)>,
) -> AnyView {
    view! { <SelectField id=id label=label choices=choices chosen=chosen choose=choose /> }.into_any()
}

/// By how many things the calls are filtered besides their month.
fn count(filter: &Filter) -> usize {
    [&filter.day, &filter.hour, &filter.kind, &filter.number].into_iter().filter(|part| !part.is_empty()).count()
}

/// What the calls are filtered by besides their month, in words; empty where they are not.
pub fn conditions(filter: &Filter) -> String {
    let day = filter.day.parse().map(formats::day).unwrap_or_default();
    let hour = if filter.hour.is_empty() { String::new() } else { tr!(calls.hour_band, filter.hour) };
    let number = if filter.number.is_empty() { String::new() } else { tr!(calls.number_condition, filter.number) };
    let parts: Vec<String> =
        [day, hour, filter.kind.clone(), number].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { tr!(calls.conditions, parts.join(" / ")) }
}

/// The digits of what was typed, in any width and with any hyphen.
fn digits(typed: &str) -> String {
    // Digits, # and *, whatever stands between and before them: as the server reads a number.
    phones::domestic(typed).chars().filter(|c| c.is_ascii_digit() || matches!(c, '#' | '*')).collect()
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
