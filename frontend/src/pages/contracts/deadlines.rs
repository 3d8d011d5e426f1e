//! What comes next for a contract, from its period.

use crate::components::views::text;
use crate::formats;
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_api_types::contracts::ContractPeriod;

/// The last day of notice, the renewal or the end, whichever comes first.
pub fn next(period: Option<&ContractPeriod>) -> AnyView {
    let Some(period) = period.cloned() else { return "－".into_any() };
    let words = move || match (period.notice_until, period.renews_on, period.terminates_on) {
        (Some(on), ..) => tr!(contracts.notice_until, formats::date(on)),
        (None, Some(on), _) => tr!(contracts.renews_on, formats::date(on)),
        (None, None, on) => tr!(contracts.terminates_on, formats::date(on.unwrap_or(period.ends_on))),
    };
    text(words).into_any()
}
