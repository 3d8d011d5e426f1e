//! Whether somebody answers at the provider now, and when next. Knows not what time it is.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime};

use crate::dates::is_national_holiday;
use crate::policy::{ClosingDays, SupportCalendar, SupportHours};

/// Days that are looked ahead for the next opening.
const LOOKED_AHEAD: usize = 60;

/// How a day stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Today<'a> {
    /// Somebody answers until then.
    Open(NaiveTime),
    /// Somebody answers from then on.
    Before(NaiveTime),
    /// The hours of the day are over.
    Over,
    /// Nobody answers on this day.
    Closed(Closed<'a>),
}

/// Why nobody answers on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed<'a> {
    /// Nobody does on this day of the week.
    DayOfWeek,
    /// It is a national holiday.
    Holiday,
    /// The provider is closed.
    ClosingDays(&'a ClosingDays),
}

/// How the day stands at a moment in Japan.
#[must_use]
pub fn today(calendar: &SupportCalendar, at: DateTime<FixedOffset>) -> Today<'_> {
    let (day, time) = (at.date_naive(), at.time());
    let hours = match hours_of(calendar, day) {
        Ok(hours) => hours,
        Err(closed) => return Today::Closed(closed),
    };
    let open = hours.iter().find(|hours| hours.from.0 <= time && time < hours.until.0);
    let next = hours.iter().filter(|hours| time < hours.from.0).map(|hours| hours.from.0).min();
    match (open, next) {
        (Some(hours), _) => Today::Open(hours.until.0),
        (None, Some(from)) => Today::Before(from),
        (None, None) => Today::Over,
    }
}

/// Day and time at which somebody answers next after the day of a moment; none within two months.
#[must_use]
pub fn next_opening(calendar: &SupportCalendar, after: NaiveDate) -> Option<(NaiveDate, NaiveTime)> {
    after.iter_days().skip(1).take(LOOKED_AHEAD).find_map(|day| {
        let hours = hours_of(calendar, day).ok()?;
        Some((day, hours.iter().map(|hours| hours.from.0).min()?))
    })
}

/// Closing days that are going on or begin within so many days.
#[must_use]
pub fn closing_soon(calendar: &SupportCalendar, today: NaiveDate, within: i64) -> Option<&ClosingDays> {
    let soon = |days: &&ClosingDays| days.until >= today && (days.from - today).num_days() <= within;
    calendar.closing_days.iter().filter(soon).min_by_key(|days| days.from)
}

/// Hours of a day, or why it has none.
fn hours_of(calendar: &SupportCalendar, day: NaiveDate) -> Result<Vec<&SupportHours>, Closed<'_>> {
    if let Some(days) = calendar.closing_days.iter().find(|days| (days.from..=days.until).contains(&day)) {
        return Err(Closed::ClosingDays(days));
    }
    let is_of_day = |hours: &&SupportHours| hours.days.iter().any(|named| named.weekday() == day.weekday());
    let hours: Vec<_> = calendar.week.iter().filter(is_of_day).collect();
    if hours.is_empty() {
        return Err(Closed::DayOfWeek);
    }
    if calendar.closed_on_holidays && is_national_holiday(day) { Err(Closed::Holiday) } else { Ok(hours) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{JST, parse_datetime_jst};

    const CALENDAR: &str = r#"
closed_on_holidays = true
week = [{ days = ["monday", "tuesday", "wednesday", "thursday", "friday"], from = "9:00", until = "17:00" }]
closing_days = [{ from = "2026-12-29", until = "2027-01-03", label = { ja = "年末年始休業", en = "New Year" } }]
"#;

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_day_is_open_within_its_hours() {
        let calendar: SupportCalendar = toml::from_str(CALENDAR).unwrap();
        let at = |text: &str| today(&calendar, parse_datetime_jst(text).unwrap().with_timezone(&JST));
        assert_eq!(at("2026-11-27 8:59:59"), Today::Before(time(9)));
        assert_eq!(at("2026-11-27 9:00:00"), Today::Open(time(17)));
        assert_eq!(at("2026-11-27 16:59:59"), Today::Open(time(17)));
        assert_eq!(at("2026-11-27 17:00:00"), Today::Over);
        assert_eq!(at("2026-11-28 12:00:00"), Today::Closed(Closed::DayOfWeek));
        assert_eq!(at("2026-11-23 12:00:00"), Today::Closed(Closed::Holiday));
        assert_eq!(at("2026-12-29 12:00:00"), Today::Closed(Closed::ClosingDays(&calendar.closing_days[0])));
    }

    #[test]
    fn the_next_opening_skips_all_that_is_closed() {
        let calendar: SupportCalendar = toml::from_str(CALENDAR).unwrap();
        assert_eq!(next_opening(&calendar, day(2026, 11, 27)), Some((day(2026, 11, 30), time(9))));
        // 3 January is the last closing day, and 4 January a Monday.
        assert_eq!(next_opening(&calendar, day(2026, 12, 28)), Some((day(2027, 1, 4), time(9))));
        assert_eq!(closing_soon(&calendar, day(2026, 12, 1), 14), None);
        assert!(closing_soon(&calendar, day(2026, 12, 15), 14).is_some());
        assert!(closing_soon(&calendar, day(2027, 1, 3), 14).is_some());
        assert_eq!(closing_soon(&calendar, day(2027, 1, 4), 14), None);
    }
}
