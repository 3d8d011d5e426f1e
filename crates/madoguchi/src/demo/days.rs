//! Days in the texts of the demo, counted from the day it starts: `{+12d}`, `{-3m20}` (the 20th, three months ago), and
//! `{+12d:ja}` or `{+12d:en}` as people write them, `{-3m1:month}` as the month alone. Knows no clock.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use madoguchi_domain::dates::Month;

/// The text with its days as dates; braces around anything else stay.
pub fn fill(text: &str, today: NaiveDate) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let day = after.split_once('}').and_then(|(mark, after)| Some((written(mark, today)?, after)));
        match day {
            Some((day, after)) => {
                filled.push_str(&day);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn written(mark: &str, today: NaiveDate) -> Option<String> {
    let (mark, language) = mark.split_once(':').unwrap_or((mark, ""));
    let day = counted(mark, today)?;
    Some(match language {
        "ja" => format!("{}月{}日（{}）", day.month(), day.day(), weekday(day)),
        "en" => day.format("%-d %B").to_string(),
        "month" => Month::of(day).to_string(),
        _ => day.to_string(),
    })
}

fn counted(mark: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some(days) = mark.strip_suffix('d') {
        return today.checked_add_signed(TimeDelta::try_days(signed(days)?.into())?);
    }
    let (months, day) = mark.split_once('m')?;
    Some(month(today, signed(months)?)?.day(day.parse().ok()?))
}

/// A number that says in which direction: anything else in braces is no day.
fn signed(text: &str) -> Option<i32> {
    text.starts_with(['+', '-']).then(|| text.parse().ok()).flatten()
}

/// The month so many months after the present one.
pub fn month(today: NaiveDate, months: i32) -> Option<Month> {
    let first = Month::of(today).first_day();
    let distance = Months::new(months.unsigned_abs());
    let moved = if months < 0 { first.checked_sub_months(distance) } else { first.checked_add_months(distance) };
    moved.map(Month::of)
}

fn weekday(day: NaiveDate) -> &'static str {
    ["月", "火", "水", "木", "金", "土", "日"][day.weekday().num_days_from_monday() as usize % 7]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, today: &str) -> String {
        fill(text, today.parse().unwrap())
    }

    #[test]
    fn days_are_counted_from_today() {
        assert_eq!(filled("a {+12d}, {-1d}", "2026-12-31"), "a 2027-01-12, 2026-12-30");
        assert_eq!(filled("{-1m31}", "2028-03-31"), "2028-02-29");
        assert_eq!(filled("{-14m3}", "2026-01-01"), "2024-11-03");
        assert_eq!(filled("{+1m1}", "2026-12-31"), "2027-01-01");
        assert_eq!(filled("{-2m1:month}, {-0m1:month}", "2027-01-31"), "2026-11, 2027-01");
    }

    #[test]
    fn people_read_them_with_their_weekday() {
        assert_eq!(filled("{+12d:ja}午前2時", "2026-11-28"), "12月10日（木）午前2時");
        assert_eq!(filled("on {+12d:en} from", "2026-11-28"), "on 10 December from");
    }

    #[test]
    fn other_braces_stay() {
        for text in ["title = { ja = \"あ\", en = \"a\" }", "{", "{12d}", "{+xd}", "{}{"] {
            assert_eq!(filled(text, "2026-11-28"), text);
        }
    }
}
