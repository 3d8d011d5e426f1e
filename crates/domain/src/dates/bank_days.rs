//! Knows on which days banks in Japan work; must not know what falls due on them.

use chrono::{Datelike, NaiveDate, Weekday};

/// Years for which the equinoxes can be computed as below.
const EQUINOXES_FROM: i64 = 1980;

/// The day itself, or the next one on which banks work.
#[must_use]
pub fn bank_day(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| !is_bank_holiday(*day)).unwrap_or(day)
}

/// Saturdays, Sundays, national holidays, 31 December to 3 January (Order for Enforcement of the Banking Act, art. 5).
fn is_bank_holiday(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        || matches!((day.month(), day.day()), (12, 31) | (1, 1..=3))
        || is_national_holiday(day)
}

/// Whether a day is a holiday by the Act on National Holidays (国民の祝日に関する法律) as it stands since 2022; earlier
/// years had other days.
#[must_use]
pub fn is_national_holiday(day: NaiveDate) -> bool {
    let is_named_beside = |beside: Option<NaiveDate>| beside.is_some_and(is_named);
    is_named(day) || is_substitute(day) || is_named_beside(day.pred_opt()) && is_named_beside(day.succ_opt())
}

/// A day that the law names (art. 2).
fn is_named(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (1, 1) | (2, 11 | 23) | (4, 29) | (5, 3..=5) | (8, 11) | (11, 3 | 23) => true,
        (1 | 10, 8..=14) | (7 | 9, 15..=21) if day.weekday() == Weekday::Mon => true,
        (3, of_month) => of_month == equinox(day.year(), 20_843_100),
        (9, of_month) => of_month == equinox(day.year(), 23_248_800),
        _ => false,
    }
}

/// The first day that has no name of its own after one that falls on a Sunday (art. 3, 2).
fn is_substitute(day: NaiveDate) -> bool {
    let mut before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take_while(|before| is_named(*before));
    before.any(|before| before.weekday() == Weekday::Sun)
}

/// Day of March or September of an equinox, from its millionths of a day in 1980. Good until 2099; the Cabinet
/// announces each year's in the February before, and has announced what this says.
fn equinox(year: i32, in_1980: i64) -> u32 {
    let years = i64::from(year) - EQUINOXES_FROM;
    u32::try_from((in_1980 + 242_194 * years).div_euclid(1_000_000) - years.div_euclid(4)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// National holidays of a year as `M/D`.
    fn holidays(year: i32) -> String {
        let days = day(year, 1, 1).iter_days().take_while(|day| day.year() == year);
        let written = days.filter(|day| is_national_holiday(*day)).map(|day| format!("{}/{}", day.month(), day.day()));
        written.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn national_holidays_are_those_that_the_cabinet_office_lists() {
        let listed = [
            (
                2024,
                "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
            ),
            (2025, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24"),
            (2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"),
            (2027, "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23"),
        ];
        for (year, days) in listed {
            assert_eq!(holidays(year), days, "{year}");
        }
    }

    #[test]
    fn a_day_between_two_holidays_is_one() {
        assert!(is_national_holiday(day(2032, 9, 21)));
        assert!(!is_national_holiday(day(2031, 9, 22)));
    }

    #[test]
    fn banks_work_on_the_next_day_that_is_none_of_theirs() {
        for (named, moved) in [
            (day(2026, 11, 27), day(2026, 11, 27)),
            (day(2026, 6, 27), day(2026, 6, 29)),
            (day(2026, 9, 27), day(2026, 9, 28)),
            // A Saturday before the Monday that is 昭和の日.
            (day(2024, 4, 27), day(2024, 4, 30)),
            // The whole of the holidays in May, with a substitute at their end.
            (day(2026, 5, 2), day(2026, 5, 7)),
            // New Year: 4 January 2026 is a Sunday.
            (day(2025, 12, 31), day(2026, 1, 5)),
        ] {
            assert_eq!(bank_day(named), moved, "{named}");
        }
        assert_eq!(bank_day(NaiveDate::MAX), NaiveDate::MAX);
    }
}
