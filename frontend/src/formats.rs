//! Writes amounts, dates and times as the screens show them, in Japan's time. Must not know what they stand for.

use crate::texts::{Locale, locale};
use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use madoguchi_domain::dates::{Month, jst};
use madoguchi_domain::money::Yen;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `¥3,300`.
pub fn yen(amount: i64) -> String {
    let grouped = Yen(amount).grouped();
    match grouped.strip_prefix('-') {
        Some(positive) => format!("-¥{positive}"),
        None => format!("¥{grouped}"),
    }
}

/// `1,234`.
pub fn count(number: i64) -> String {
    Yen(number).grouped()
}

/// `2026年11月21日`, `21 Nov 2026`.
pub fn date(date: NaiveDate) -> String {
    match locale() {
        Locale::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Locale::En => format!("{} {} {}", date.day(), month_name(date.month()), date.year()),
    }
}

/// `2026年10月` of `2026-10`; anything else unchanged.
pub fn month(month: &str) -> String {
    // The API's own notation: what people type is not read here.
    let parts = month.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    let Some(Ok(parsed)) = parts.map(|(year, month)| Month::new(year, month)) else {
        return month.to_owned();
    };
    match locale() {
        Locale::Ja => format!("{}年{}月", parsed.year(), parsed.month()),
        Locale::En => format!("{} {}", month_name(parsed.month()), parsed.year()),
    }
}

fn month_name(month: u32) -> &'static str {
    usize::try_from(month).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or_default()
}

/// `12/01 10:19` in Japan's time.
pub fn call_start(instant: DateTime<Utc>) -> String {
    let at = jst(instant);
    format!("{:02}/{:02} {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute())
}

/// `10:19` in Japan's time.
pub fn time(instant: DateTime<Utc>) -> String {
    let at = jst(instant);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `2026年11月21日 10:19` in Japan's time.
pub fn date_time(instant: DateTime<Utc>) -> String {
    format!("{} {}", date(jst(instant).date_naive()), time(instant))
}

/// `0:03:06`.
pub fn duration(seconds: i32) -> String {
    madoguchi_domain::durations::format(u32::try_from(seconds).unwrap_or_default())
}

/// `〒108-8001` of seven digits; anything else unchanged.
pub fn postal_code(digits: &str) -> String {
    match (digits.get(..3), digits.get(3..)) {
        (Some(area), Some(town)) if town.len() == 4 => format!("〒{area}-{town}"),
        _ => digits.to_owned(),
    }
}

/// `1:59` of a countdown in seconds.
pub fn countdown(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_their_mark_and_separators() {
        assert_eq!([yen(0), yen(3300), yen(-1_234_567)], ["¥0", "¥3,300", "-¥1,234,567"]);
    }

    #[test]
    fn times_are_those_of_japan() {
        let instant = DateTime::parse_from_rfc3339("2026-11-30T15:19:05Z").unwrap().to_utc();
        assert_eq!([call_start(instant), time(instant)], ["12/01 00:19", "00:19"]);
        assert_eq!([duration(186), duration(-1), countdown(119)], ["0:03:06", "0:00:00", "1:59"]);
    }

    #[test]
    fn postal_codes_have_seven_digits() {
        assert_eq!([postal_code("1088001"), postal_code("108"), postal_code("")], ["〒108-8001", "108", ""]);
    }
}
