//! Whether somebody answers at the provider today, beside the hours in the head of every page.

use crate::browser;
use crate::components::views::text;
use crate::formats;
use crate::texts::{own, tr};
use chrono::{DateTime, FixedOffset, NaiveTime};
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;
use madoguchi_domain::dates::jst;
use madoguchi_domain::policy::{ClockTime, ClosingDays, SupportCalendar};
use madoguchi_domain::support_hours::{self, Closed, Today};
use std::sync::Arc;
use std::time::Duration;

/// Days before closing days from which one is told of them.
const TOLD_DAYS: i64 = 14;

/// The line; drawn anew each minute.
pub fn support_state(calendar: SupportCalendar) -> AnyView {
    let calendar = Arc::new(calendar);
    let minute = RwSignal::new(0_u32);
    let pass = move || {
        minute.try_update(|minute| *minute = minute.wrapping_add(1));
    };
    set_interval(pass, Duration::from_secs(60));
    let words = move || {
        minute.track();
        sentence(&calendar, jst(browser::instant()))
    };
    view! { <p class="support-state">{text(words)}</p> }.into_any()
}

/// What there is to say now.
fn sentence(calendar: &SupportCalendar, at: DateTime<FixedOffset>) -> String {
    let day = at.date_naive();
    let next = || support_hours::next_opening(calendar, day).map(|(day, time)| (formats::day(day), clock(time)));
    let today = match support_hours::today(calendar, at) {
        Today::Open(until) => tr!(support.open, clock(until)),
        Today::Before(from) => tr!(support.before, clock(from)),
        Today::Over => tr!(support.over).to_owned(),
        Today::Closed(Closed::ClosingDays(days)) => tr!(support.closed_for, label(days)),
        Today::Closed(Closed::Holiday | Closed::DayOfWeek) => tr!(support.closed).to_owned(),
    };
    let is_closed = matches!(support_hours::today(calendar, at), Today::Over | Today::Closed(_));
    let soon = support_hours::closing_soon(calendar, day, TOLD_DAYS).filter(|days| days.from > day);
    let more = match (soon, next().filter(|_| is_closed)) {
        (_, Some((day, time))) => tr!(support.next, day, time),
        (Some(days), None) => tr!(support.soon, formats::day(days.from), label(days), formats::day(days.until)),
        (None, None) => return today,
    };
    format!("{today} {more}")
}

fn clock(time: NaiveTime) -> String {
    ClockTime(time).to_string()
}

fn label(days: &ClosingDays) -> String {
    own(&madoguchi_api_types::portals::Text { ja: days.label.ja.clone(), en: days.label.en.clone() })
}
