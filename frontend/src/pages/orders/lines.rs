//! The lines of an order: what is in rent, what ends when, and what it costs.

use super::words;
use crate::components::columns::Column;
use crate::components::tables::Table;
use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::orders::{LineEndState, OrderLine, OrderLineEnd, RentalCharge};

pub fn table() -> Table<OrderLine> {
    let columns = vec![
        Column::new(t!(orders.line), |it: &OrderLine| it.line.to_string().into_any()),
        Column::new(t!(orders.product), product).naming().class("name"),
        Column::new(t!(orders.period), period),
        Column::new(t!(orders.quantity), |it: &OrderLine| it.quantity.to_string().into_any()).number(),
        Column::new(t!(orders.in_rent), |it: &OrderLine| it.in_rent.to_string().into_any()).number(),
        Column::new(t!(orders.charge), charge).number(),
    ];
    Table::new(t!(orders.lines_caption), columns).class("order-lines").uncounted()
}

fn product(line: &OrderLine) -> AnyView {
    let (code, name, class) = (line.product_code.clone(), line.product_name.clone(), words::class(line.class));
    view! { <span><span lang="en">{code}</span> " " {name} " " <span class="hint">{class}</span></span> }.into_any()
}

/// The line's own days, and what ends before.
fn period(line: &OrderLine) -> AnyView {
    let (first, last) = (line.first_on, line.last_on);
    let days = (last - first).num_days() + 1;
    let ends: Vec<AnyView> = line.ends.iter().map(end).collect();
    let returned = line.returned_on.map(|on| {
        view! { <span class="hint">{text(move || tr!(orders.returned_on, formats::date(on)))}</span> }.into_any()
    });
    let own = move || format!("{}〜{}（{}）", formats::date(first), formats::date(last), tr!(policy_forms.days, days));
    view! { <span>{text(own)} {ends} {optional(returned)}</span> }.into_any()
}

fn end(end: &OrderLineEnd) -> AnyView {
    let (on, quantity, state) = (end.ends_on, end.quantity, end.state);
    let words = move || match state {
        LineEndState::Filed => tr!(orders.ends_filed, formats::date(on), quantity),
        LineEndState::Done => tr!(orders.ends_done, formats::date(on), quantity),
    };
    view! { <span class="line-end">{text(words)}</span> }.into_any()
}

fn charge(line: &OrderLine) -> AnyView {
    let one = |charge: &RentalCharge| {
        let (amount, charge) = (charge.amount, charge.clone());
        view! {
            <span class="line-charge">
                {text(move || formats::yen(amount))} " "
                <span class="hint">{text(move || words::reckoned(&charge))}</span>
            </span>
        }
        .into_any()
    };
    let drawn: Vec<AnyView> = line.charges.iter().map(one).collect();
    view! { <span>{drawn}</span> }.into_any()
}
