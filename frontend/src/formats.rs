//! Writes amounts, dates and times as the screens show them, in Japan's time. Must not know what they stand for.

use crate::texts::{Locale, locale};
use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use madoguchi_domain::dates::{Month, jst};
use madoguchi_domain::money::Yen;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// From Monday on.
const WEEKDAYS: [(&str, &str); 7] =
    [("月", "Mon"), ("火", "Tue"), ("水", "Wed"), ("木", "Thu"), ("金", "Fri"), ("土", "Sat"), ("日", "Sun")];

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

/// `2026年11月01日`, `1 Nov 2026`: as papers write it.
pub fn paper_date(day: NaiveDate) -> String {
    match locale() {
        Locale::Ja => format!("{}年{:02}月{:02}日", day.year(), day.month(), day.day()),
        Locale::En => date(day),
    }
}

/// `10月5日（月）`, `Mon 5 Oct`.
pub fn day(day: NaiveDate) -> String {
    let (japanese, english) = weekday(day);
    match locale() {
        Locale::Ja => format!("{}月{}日（{japanese}）", day.month(), day.day()),
        Locale::En => format!("{english} {} {}", day.day(), month_name(day.month())),
    }
}

fn weekday(day: NaiveDate) -> (&'static str, &'static str) {
    let at = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    WEEKDAYS.get(at).copied().unwrap_or_default()
}

/// The days of a month of the API, `2026-10`; none for anything else.
pub fn days(month: &str) -> Vec<NaiveDate> {
    let Some(first) = parse_month(month).map(Month::first_day) else { return Vec::new() };
    first.iter_days().take_while(|day| day.month() == first.month()).collect()
}

/// `2026年10月` of `2026-10`; anything else unchanged.
pub fn month(month: &str) -> String {
    let Some(parsed) = parse_month(month) else { return month.to_owned() };
    match locale() {
        Locale::Ja => format!("{}年{}月", parsed.year(), parsed.month()),
        Locale::En => format!("{} {}", month_name(parsed.month()), parsed.year()),
    }
}

/// The API's own notation: what people type is not read here.
fn parse_month(month: &str) -> Option<Month> {
    let (year, month) = month.split_once('-')?;
    Month::new(year.parse().ok()?, month.parse().ok()?).ok()
}

/// `2026年10月` of any day in it.
pub fn month_of(day: NaiveDate) -> String {
    month(&day.format("%Y-%m").to_string())
}

/// `2026年11月21日（土）`, `Sat 21 Nov 2026`.
pub fn date_with_weekday(day: NaiveDate) -> String {
    let (japanese, english) = weekday(day);
    match locale() {
        Locale::Ja => format!("{}（{japanese}）", date(day)),
        Locale::En => format!("{english} {}", date(day)),
    }
}

/// `820 B`, `35 KB`, `1.2 MB` of bytes, as file managers write them.
pub fn size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    const MEGA: u64 = KILO * KILO;
    match bytes {
        ..KILO => format!("{bytes} B"),
        KILO..MEGA => format!("{} KB", bytes.div_ceil(KILO)),
        _ if bytes.is_multiple_of(MEGA) => format!("{} MB", bytes / MEGA),
        _ => format!("{}.{} MB", bytes / MEGA, bytes % MEGA * 10 / MEGA),
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

/// `10:19` in Japan's time, with the date where it is not the day of `now`.
pub fn time_after(now: DateTime<Utc>, instant: DateTime<Utc>) -> String {
    if is_same_day(now, instant) { time(instant) } else { date_time(instant) }
}

/// In Japan.
fn is_same_day(one: DateTime<Utc>, other: DateTime<Utc>) -> bool {
    jst(one).date_naive() == jst(other).date_naive()
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
        let before = |minutes| instant - chrono::TimeDelta::minutes(minutes);
        assert!(is_same_day(before(19), instant) && !is_same_day(before(20), instant));
        assert_eq!([duration(186), duration(-1), countdown(119)], ["0:03:06", "0:00:00", "1:59"]);
    }

    #[test]
    fn a_month_has_its_days() {
        let days = days("2028-02");
        assert_eq!((days.len(), weekday(days[28])), (29, ("火", "Tue")));
        assert_eq!(super::days("2026-13"), []);
    }

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 820, 1025, 35 * 1024, 10 * 1024 * 1024, 1_300_000].map(size);
        assert_eq!(sizes, ["0 B", "820 B", "2 KB", "35 KB", "10 MB", "1.2 MB"]);
    }

    #[test]
    fn postal_codes_have_seven_digits() {
        assert_eq!([postal_code("1088001"), postal_code("108"), postal_code("")], ["〒108-8001", "108", ""]);
    }
}
