//! What renting something is estimated to cost, with how it was reckoned.

use crate::components::views::{optional, text};
use crate::formats;
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_api_types::products::{RentalEstimate, RentalEstimatePart};
use madoguchi_domain::rental_charges::ChargeUnit;

/// The estimate of so many units.
pub fn estimate(estimate: &RentalEstimate, quantity: i64) -> AnyView {
    let days = estimate.days;
    let amount = estimate.amount.saturating_mul(quantity);
    let parts = estimate.parts.clone();
    let saved = estimate.otherwise.map(|other| other.saturating_sub(estimate.amount).saturating_mul(quantity));
    let saved = saved.filter(|saved| *saved > 0).map(|saved| {
        view! { <p class="note">{text(move || tr!(products.cheaper_by, formats::yen(saved)))}</p> }.into_any()
    });
    view! {
        <div class="estimate">
            <p>
                <span class="estimate-days">{text(move || tr!(products.day_count, days))}</span>
                " "
                <strong>{formats::yen(amount)}</strong>
            </p>
            <p class="note">{text(move || reckoned(&parts, quantity))}</p>
            {optional(saved)}
        </div>
    }
    .into_any()
}

/// As `月額 ¥98,000 × 1か月 ＋ 日額 ¥9,800 × 2日`.
fn reckoned(parts: &[RentalEstimatePart], quantity: i64) -> String {
    let part = |part: &RentalEstimatePart| {
        let price = formats::yen(part.price);
        match part.unit {
            ChargeUnit::Day => tr!(products.part_days, part.count, price),
            ChargeUnit::Month => tr!(products.part_months, part.count, price),
        }
    };
    let sum = parts.iter().map(part).collect::<Vec<_>>().join(" ＋ ");
    if quantity == 1 { sum } else { tr!(products.times, quantity, sum) }
}
