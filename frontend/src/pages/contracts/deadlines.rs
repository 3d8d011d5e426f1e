//! What comes next for a contract, from its period.

use crate::components::views::text;
use crate::formats;
use crate::texts::tr;
use chrono::NaiveDate;
use leptos::prelude::*;
use madoguchi_api_types::contracts::ContractPeriod;

/// The last day of notice, the renewal or the end, whichever comes first.
pub fn next(period: Option<&ContractPeriod>) -> AnyView {
    let Some(period) = period.cloned() else { return "－".into_any() };
    let words = move || match (period.notice_until, period.renews_on, period.terminates_on) {
        (Some(on), ..) => tr!(contracts.notice_until, whole(on)),
        (None, Some(on), _) => tr!(contracts.renews_on, whole(on)),
        (None, None, on) => tr!(contracts.terminates_on, whole(on.unwrap_or(period.ends_on))),
    };
    text(words).into_any()
}

/// A date that does not break at its spaces.
fn whole(date: NaiveDate) -> String {
    formats::date(date).replace(' ', "\u{a0}")
}
