//! The search of invoices: day of issue, month billed, amount, counterparty and text, alone and together. It acts through
//! the address of the page.

use super::state::Bills;
use crate::api::found_invoices::Filter;
use crate::api::problems::field_text;
use crate::components::forms::half_width;
use crate::components::select_fields::{Choice, SelectField};
use crate::components::views::{optional, text};
use crate::texts::{t, tr};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The form, folded away until it is wanted or in use.
pub fn form(bills: Bills) -> AnyView {
    let typed = bills.typed;
    Effect::new(move |_| typed.set(bills.filter.get()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let filter = typed.get_untracked();
        let (amount_from, amount_until) = (digits(&filter.amount_from), digits(&filter.amount_until));
        bills.go(&Filter { amount_from, amount_until, ..filter });
    };
    let reset = move |_| bills.go(&Filter { order: bills.filter.get_untracked().order, ..Filter::default() });
    let conditions = Memo::new(move |_| bills.filter.with(Filter::conditions));
    let was_open = bills.filter.with_untracked(Filter::conditions) > 0;
    let summary = move || match conditions.get() {
        0 => tr!(bills.search).to_owned(),
        count => tr!(bills.search_count, count),
    };
    let field = move |id: &'static str, label: fn() -> &'static str, kind: Kind, part: Part| {
        input(bills, id, label, kind, part)
    };
    let range = move |label: fn() -> &'static str, from: AnyView, until: AnyView| {
        view! {
            <fieldset class="range">
                <legend>{label}</legend>
                {from} <span aria-hidden="true">"〜"</span> {until}
            </fieldset>
        }
    };
    view! {
        <details class="search card" open=was_open>
            <summary>{text(summary)}</summary>
            <form role="search" aria-label=t!(bills.search) on:submit=submit>
                {period(bills)}
                {range(
                    t!(invoices.issued_on),
                    field("issued_from", t!(bills.from), Kind::Day, |filter| &mut filter.issued_from),
                    field("issued_until", t!(bills.until), Kind::Day, |filter| &mut filter.issued_until),
                )}
                {range(
                    t!(bills.month),
                    field("month_from", t!(bills.from), Kind::Month, |filter| &mut filter.month_from),
                    field("month_until", t!(bills.until), Kind::Month, |filter| &mut filter.month_until),
                )}
                {range(
                    t!(bills.amount),
                    field("amount_from", t!(bills.at_least), Kind::Amount, |filter| &mut filter.amount_from),
                    field("amount_until", t!(bills.at_most), Kind::Amount, |filter| &mut filter.amount_until),
                )}
                {counterparty(bills)}
                {field("text", t!(bills.text), Kind::Text, |filter| &mut filter.text)}
                <p class="note">{t!(bills.text_hint)}</p>
                <div class="toolbar-buttons">
                    <button type="submit" class="button solid">{t!(bills.apply)}</button>
                    <button type="button" class="button text" on:click=reset>{t!(bills.reset)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Day,
    Month,
    Amount,
    Text,
}

/// The place of a field in the filter.
type Part = fn(&mut Filter) -> &mut String;

fn input(bills: Bills, id: &'static str, label: fn() -> &'static str, kind: Kind, part: Part) -> AnyView {
    let typed = bills.typed;
    let error = Memo::new(move |_| {
        let refused = bills.refused().unwrap_or_default();
        refused.into_iter().find(|it| it.field == id).map(|it| field_text(&it.field, it.code.into(), label()))
    });
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let value = move || typed.with(|filter| part(&mut filter.clone()).clone());
    let change = move |value: String| typed.update(|filter| *part(filter) = value);
    let (kind, mode, list) = match kind {
        Kind::Day => ("date", None, None),
        Kind::Month => ("month", None, None),
        Kind::Amount => ("text", Some("numeric"), None),
        Kind::Text if id == "counterparty" => ("search", None, Some("counterparties")),
        Kind::Text => ("search", None, None),
    };
    view! {
        <div class="field inline">
            <label for=id>{label}</label>
            <input
                id=id
                class="input"
                type=kind
                inputmode=mode
                list=list
                autocomplete="off"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || error.get().map(|_| described.clone())
                prop:value=value
                on:input:target=move |event| change(event.target().value())
            />
            <p class="field-error" id=error_id>{text(move || error.get().unwrap_or_default())}</p>
        </div>
    }
    .into_any()
}

/// Fiscal and calendar years with invoices, for one press.
fn period(bills: Bills) -> AnyView {
    let typed = bills.typed;
    let choices = Signal::derive(move || {
        let overview = bills.overview.value();
        let (years, fiscal_years) = overview.map(|found| (found.years, found.fiscal_years)).unwrap_or_default();
        let all = (String::new(), tr!(bills.all_time).to_owned());
        let fiscal = fiscal_years.into_iter().map(|year| (format!("f{year}"), tr!(invoices.fiscal_year, year)));
        let calendar = years.into_iter().map(|year| (format!("c{year}"), tr!(invoices.year, year)));
        std::iter::once(all).chain(fiscal).chain(calendar).collect::<Vec<Choice>>()
    });
    let chosen = Signal::derive(move || {
        typed.with(|filter| match (filter.fiscal_year.as_str(), filter.year.as_str()) {
            ("", "") => String::new(),
            ("", year) => format!("c{year}"),
            (year, _) => format!("f{year}"),
        })
    });
    let choose = Callback::new(move |(value,): (String,)| {
        let of = |mark| value.strip_prefix(mark).unwrap_or_default().to_owned();
        typed.update(|filter| (filter.fiscal_year, filter.year) = (of('f'), of('c')));
    });
    view! { <SelectField id="period" label=t!(bills.period) choices=choices chosen=chosen choose=choose /> }.into_any()
}

/// The counterparty with the names there are as suggestions.
fn counterparty(bills: Bills) -> AnyView {
    let field = input(bills, "counterparty", t!(bills.counterparty), Kind::Text, |filter| &mut filter.counterparty);
    let names = move || {
        let names = bills.overview.value().map(|found| found.counterparties).unwrap_or_default();
        names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    view! { {field} <datalist id="counterparties">{optional(Some(names.into_any()))}</datalist> }.into_any()
}

/// An amount as people type it: ￥１,０００ 円.
fn digits(typed: &str) -> String {
    let narrow = half_width(typed).unwrap_or_else(|_| typed.to_owned());
    let negative = narrow.trim_start_matches(['¥', '\\', ' ']).starts_with(['-', '▲', '△']);
    let digits: String = narrow.chars().filter(char::is_ascii_digit).collect();
    if negative && !digits.is_empty() { format!("-{digits}") } else { digits }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, read) in
            [("１，０００円", "1000"), ("¥27,164", "27164"), ("-1,650", "-1650"), ("▲1650", "-1650"), ("円", "")]
        {
            assert_eq!(digits(typed), read, "{typed}");
        }
    }
}
