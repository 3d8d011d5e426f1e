//! The table of the basket.

use super::changes::Changes;
use crate::components::columns::{self, Column};
use crate::components::tables::Table;
use crate::components::views::{optional, text};
use crate::formats;
use crate::pages::products::estimates::estimate;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_api_types::baskets::{Basket, BasketLine};

pub fn table(changes: Changes, basket: &Basket) -> AnyView {
    let columns = vec![
        Column::new(t!(basket.product), product).naming(),
        Column::new(t!(products.period), period),
        Column::new(t!(products.quantity), |line: &BasketLine| line.quantity.into_any()).number(),
        Column::new(t!(basket.amount), amount),
        Column::new(t!(products.free), free),
        Column::actions(t!(account.actions), move |line: &BasketLine| actions(changes, line)).read_out_only(),
    ];
    Table::new(t!(basket.title), columns).class("basket").of(&basket.lines)
}

fn product(line: &BasketLine) -> AnyView {
    let withdrawn =
        (!line.offered).then(|| view! { <span class="tag warning">{t!(basket.withdrawn)}</span> }.into_any());
    view! {
        <span>
            <span class="product-code" lang="en">{line.product.code.clone()}</span>
            " "
            {line.product.name.clone()}
            " "
            {optional(withdrawn)}
        </span>
    }
    .into_any()
}

fn period(line: &BasketLine) -> AnyView {
    let days = line.estimate.as_ref().map_or(0, |estimate| estimate.days);
    match line.from.zip(line.until) {
        Some((from, until)) => {
            text(move || format!("{}〜{} {}", formats::date(from), formats::date(until), tr!(products.day_count, days)))
        }
        None => view! { <span class="note">{t!(basket.no_period)}</span> }.into_any(),
    }
}

fn amount(line: &BasketLine) -> AnyView {
    let shown = line.estimate.as_ref().map(|found| estimate(found, i64::from(line.quantity)));
    shown.unwrap_or_else(|| "—".into_any())
}

/// How many are free in the period, and whether they are enough.
fn free(line: &BasketLine) -> AnyView {
    let Some(available) = line.available else { return "—".into_any() };
    let is_short = available < i64::from(line.quantity);
    let class = if is_short { "free none" } else { "free" };
    let words = move || {
        let units = formats::count(available);
        if is_short { tr!(basket.too_few, units) } else { tr!(products.available, units) }
    };
    view! { <span class=class>{text(words)}</span> }.into_any()
}

fn actions(changes: Changes, line: &BasketLine) -> AnyView {
    let (changed, removed) = (line.clone(), line.id);
    view! {
        {columns::button(t!(basket.change), line.product.name.clone(), move || changes.ask_to_change(&changed))}
        " "
        {columns::button(t!(basket.remove), line.product.name.clone(), move || changes.remove(removed))}
    }
    .into_any()
}
