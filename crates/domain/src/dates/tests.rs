//! Notations of the exports, limits of eras, and instants at the edges of Japanese days.

use super::*;
use proptest::prelude::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn reads_the_notations_of_the_exports() {
    for typed in [
        "2023-01-03",
        "2023/1/3",
        "20230103",
        "2023年1月3日",
        "２０２３－０１－０３",
        "2023年 1月 3日",
        "2023.01.03",
        "令和5年1月3日",
        "R5.1.3",
        "r05/01/03",
        "㋿5年1月3日",
    ] {
        assert_eq!(parse_date(typed), Ok(day(2023, 1, 3)), "{typed}");
    }
    assert_eq!(parse_date("令和5年3月7日"), Ok(day(2023, 3, 7)));
    assert_eq!(parse_date("R5.3.7"), Ok(day(2023, 3, 7)));
    assert_eq!(parse_date("2024-02-29"), Ok(day(2024, 2, 29)));
}

#[test]
fn eras_begin_and_end_on_their_days() {
    for (typed, date) in [
        ("令和元年5月1日", day(2019, 5, 1)),
        ("平成31年4月30日", day(2019, 4, 30)),
        ("平成元年1月8日", day(1989, 1, 8)),
        ("昭和64年1月7日", day(1989, 1, 7)),
        ("昭和元年12月25日", day(1926, 12, 25)),
        ("S64.1.7", day(1989, 1, 7)),
        ("H元.1.8", day(1989, 1, 8)),
    ] {
        assert_eq!(parse_date(typed), Ok(date), "{typed}");
    }
    for typed in ["令和元年4月30日", "平成31年5月1日", "平成1年1月7日", "昭和64年1月8日", "昭和元年12月24日", "H50.1.1"]
    {
        assert_eq!(parse_date(typed), Err(DateError::OutsideEra), "{typed}");
    }
}

#[test]
fn refuses_dates_that_cannot_be() {
    for typed in ["2023-02-29", "2026-13-01", "2026-00-10", "20261301", "令和5年2月30日", "令和0年1月1日", "0203-01-03"]
    {
        assert_eq!(parse_date(typed), Err(DateError::Impossible), "{typed}");
    }
    for typed in [
        "",
        "2023",
        "23-01-03",
        "2023-1",
        "2023-01-03-04",
        "2023/01-03",
        "2023年1月3",
        "大正5年1月1日",
        "R5",
        "2023-+1-03",
        "2023-001-03",
        "2023010",
        "٢٠٢٣-٠١-٠٣",
    ] {
        assert_eq!(parse_date(typed), Err(DateError::Malformed), "{typed}");
    }
}

#[test]
fn reads_japanese_instants() {
    let instant = parse_datetime_jst("2026/10/27 02:40:25").unwrap();
    assert_eq!(instant.to_rfc3339(), "2026-10-26T17:40:25+00:00");
    assert_eq!(jst(instant).to_rfc3339(), "2026-10-27T02:40:25+09:00");
    assert_eq!(jst_date(instant), day(2026, 10, 27));
    assert_eq!(parse_datetime_jst("2026-10-27T02:40:25"), Ok(instant));
    assert_eq!(parse_datetime_jst("令和8年10月27日　2:40:25"), Ok(instant));
    for typed in [
        "2026/02/30 00:00:00",
        "2026/10/32 00:00:00",
        "2026/10/27 24:00:00",
        "2026/10/27 23:60:00",
        "2026/10/27 23:59:60",
    ] {
        assert_eq!(parse_datetime_jst(typed), Err(DateError::Impossible), "{typed}");
    }
    for typed in [
        "2026/10/27",
        "2026/10/27 02:40",
        "02:40:25",
        "2026/10/27 2:4:25",
        "2026/10/27 02:40:25Z",
        "2026/10/27 002:40:25",
    ] {
        assert_eq!(parse_datetime_jst(typed), Err(DateError::Malformed), "{typed}");
    }
}

#[test]
fn days_of_a_month_stop_at_its_end_and_banks_rest_on_weekends() {
    let february = Month::new(2026, 2).unwrap();
    assert_eq!(february.day(31), day(2026, 2, 28));
    assert_eq!(february.day(0), day(2026, 2, 1));
}

#[test]
fn months_are_read_and_bounded() {
    let october = Month::new(2026, 10).unwrap();
    for typed in ["2026-10", "2026/10", "202610", "2026年10月", "２０２６年１０月", " 2026 年 10 月 "] {
        assert_eq!(Month::parse(typed), Ok(october), "{typed}");
    }
    assert_eq!(Month::parse("2026年1月"), Month::new(2026, 1));
    assert_eq!(Month::parse("2026-13"), Err(DateError::Impossible));
    assert_eq!(Month::parse("2026-00"), Err(DateError::Impossible));
    for typed in ["", "2026", "26-10", "2026-10-01", "2026年10", "2026-1x", "2026-+1", "2026010"] {
        assert_eq!(Month::parse(typed), Err(DateError::Malformed), "{typed}");
    }
    assert_eq!(october.starts_at_utc().to_rfc3339(), "2026-09-30T15:00:00+00:00");
    assert_eq!(october.ends_at_utc().to_rfc3339(), "2026-10-31T15:00:00+00:00");
    assert_eq!((october.first_day(), october.last_day()), (day(2026, 10, 1), day(2026, 10, 31)));
    assert_eq!(Month::new(2024, 2).unwrap().last_day(), day(2024, 2, 29));
    assert_eq!(Month::new(2026, 12).unwrap().next().to_string(), "2027-01");
    assert_eq!(Month::new(2026, 1).unwrap().previous().to_string(), "2025-12");
    assert_eq!(Month::of(day(2026, 10, 31)), october);
}

#[test]
fn fiscal_years_are_named_after_their_start() {
    assert_eq!(fiscal_year(day(2026, 3, 31), 4), 2025);
    assert_eq!(fiscal_year(day(2026, 4, 1), 4), 2026);
    assert_eq!(fiscal_year(day(2026, 1, 1), 1), 2026);
    assert_eq!(fiscal_year(day(2026, 12, 31), 1), 2026);
    assert_eq!(fiscal_year_days(2026, 4), Ok((day(2026, 4, 1), day(2027, 3, 31))));
    assert_eq!(fiscal_year_days(2027, 3), Ok((day(2027, 3, 1), day(2028, 2, 29))));
    assert_eq!(fiscal_year_days(2026, 1), Ok((day(2026, 1, 1), day(2026, 12, 31))));
    assert!(fiscal_year_days(i32::MAX, 4).is_err() && fiscal_year_days(9999, 4).is_err());
}

proptest! {
    #[test]
    fn a_month_survives_writing(year in 1868..=9999_i32, month in 1_u32..=12) {
        let month = Month::new(year, month).unwrap();
        prop_assert_eq!(Month::parse(&month.to_string()), Ok(month));
        prop_assert_eq!(month.next().previous(), month);
        prop_assert!(month < month.next());
        prop_assert_eq!(month.starts_at_utc().checked_sub_signed(TimeDelta::seconds(1)).map(jst_date), month.previous().last_day().into());
        prop_assert_eq!(Month::of(jst_date(month.starts_at_utc())), month);
    }

    #[test]
    fn each_notation_gives_the_same_day(days in 0_u64..70_000) {
        let date = day(1868, 1, 1) + chrono::Days::new(days);
        let (y, m, d) = (date.year(), date.month(), date.day());
        for written in [date.to_string(), format!("{y}/{m}/{d}"), format!("{y}{m:02}{d:02}"), format!("{y}年{m}月{d}日")] {
            prop_assert_eq!(parse_date(&written), Ok(date), "{}", written);
        }
        let eras = [("令和", 2018), ("平成", 1988), ("昭和", 1925)].map(|(era, zero)| parse_date(&format!("{era}{}年{m}月{d}日", y - zero)));
        let counted = eras.iter().filter(|read| **read == Ok(date)).count();
        prop_assert_eq!(counted, usize::from(date >= day(1926, 12, 25)), "one era for each day since 昭和");
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,12}") {
        let _ = (parse_date(&text), Month::parse(&text), parse_datetime_jst(&text));
    }
}
