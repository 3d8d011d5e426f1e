//! Day and hour of the clock in Japan: alone and with the other filters, the list, its totals and its file agree with a
//! plain count.

use api_tests::{App, Call, on_both_engines};
use chrono::{NaiveDate, Timelike};
use madoguchi_api_types::call_records::CallRecordTotals;
use madoguchi_domain::dates::{jst, jst_date};

use super::{path, read_all, with_calls};

on_both_engines!(
    each_filter_alone_and_all_together,
    days_and_hours_are_those_of_japan,
    a_day_names_its_month,
    days_that_are_none_are_refused,
    hours_that_are_none_are_refused,
);

/// Whether a call is under day, hour, kind and number; empty ones hold for all.
pub fn is_under(call: &Call, (day, hour, kind, number): (&str, &str, &str, &str)) -> bool {
    let same_day = || jst_date(call.started_at) == day.parse::<NaiveDate>().unwrap();
    let same_hour = || jst(call.started_at).hour() == hour.parse::<u32>().unwrap();
    (day.is_empty() || same_day())
        && (hour.is_empty() || same_hour())
        && (kind.is_empty() || call.kind == kind)
        && (call.caller.contains(number) || call.callee.contains(number))
}

/// The query of such a filter in October 2026.
pub fn query((day, hour, kind, number): (&str, &str, &str, &str)) -> String {
    let hour = if hour.is_empty() { String::new() } else { format!("&hour={hour}") };
    format!("?month=2026-10&day={day}{hour}&kind={kind}&number={number}")
}

/// Filters by day, hour, kind and number, each absent, met and not met.
pub fn filters() -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    let mut filters = Vec::new();
    for day in ["", "2026-10-01", "2026-10-03", "2026-10-31"] {
        for hour in ["", "0", "5", "13", "23"] {
            for kind in ["", "携帯"] {
                filters.extend(["", "37"].map(|number| (day, hour, kind, number)));
            }
        }
    }
    filters
}

async fn each_filter_alone_and_all_together(app: App) {
    let (subscriber, browser, calls) = with_calls(&app, 60).await;
    let mut counts = Vec::new();
    for filter in filters() {
        let query = query(filter);
        let expected: Vec<i64> = calls.iter().filter(|call| is_under(call, filter)).map(|call| call.charge).collect();
        let rows = read_all(&browser, &path(&subscriber), &query, 7).await;
        let totals: CallRecordTotals =
            browser.get(&format!("{}/totals{query}", path(&subscriber))).await.expect(200).json();
        let file = browser.get(&format!("{}.csv{query}", path(&subscriber))).await.expect(200).text();
        assert_eq!(rows.len(), expected.len(), "{query}");
        assert_eq!(rows.iter().map(|row| row.charge).sum::<i64>(), expected.iter().sum::<i64>(), "{query}");
        assert_eq!(totals.count, i64::try_from(expected.len()).unwrap(), "{query}");
        assert_eq!(totals.charge, expected.iter().sum::<i64>(), "{query}");
        assert_eq!(totals.kinds.iter().map(|kind| kind.count).sum::<i64>(), 60, "{query}: the choices are the month's");
        assert_eq!(file.lines().count(), expected.len() + 1, "{query}");
        counts.push(expected.len());
    }
    assert!(counts.contains(&0) && counts.contains(&60) && counts.iter().filter(|count| **count > 0).count() > 20);
}

async fn days_and_hours_are_those_of_japan(app: App) {
    let subscriber = app.subscriber().await;
    // The fourth to its last instant, the fifth from its first; the fifth at noon, and when the UTC day begins.
    let instants = [
        "2026-10-04T14:59:59Z",
        "2026-10-04T14:59:59.999999Z",
        "2026-10-04T15:00:00Z",
        "2026-10-04T15:00:00.000001Z",
        "2026-10-05T00:00:00Z",
        "2026-10-05T03:00:00Z",
        "2026-10-05T14:59:59Z",
        "2026-10-05T15:00:00Z",
    ];
    let calls = instants.map(|at| Call { started_at: at.parse().unwrap(), ..Call::default() });
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    for (query, indices) in [
        ("?day=2026-10-04", &[0, 1][..]),
        ("?day=2026-10-05", &[2, 3, 4, 5, 6]),
        ("?day=2026-10-06", &[7]),
        ("?hour=23", &[0, 1, 6]),
        ("?hour=0", &[2, 3, 7]),
        ("?hour=9", &[4]),
        ("?hour=12", &[5]),
        ("?day=2026-10-05&hour=0", &[2, 3]),
        ("?day=2026-10-05&hour=23", &[6]),
        ("?day=2026-10-04&hour=0", &[]),
    ] {
        let rows = read_all(&browser, &path(&subscriber), query, 50).await;
        let expected: Vec<_> = indices.iter().map(|index| calls[*index].started_at).collect();
        assert_eq!(rows.iter().map(|row| row.started_at).collect::<Vec<_>>(), expected, "{query}");
    }
}

async fn a_day_names_its_month(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    app.calls(&subscriber.contract, &[Call::default()]).await;
    let answer = browser.get(&format!("{}/totals?day=2026-10-01", path(&subscriber))).await.expect(200);
    let totals: CallRecordTotals = answer.json();
    assert_eq!((totals.month.as_str(), totals.count), ("2026-10", 3));
}

async fn days_that_are_none_are_refused(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for day in ["2026-10-32", "2026-11-01", "2026-02-30", "2026-1-5", "10000-01-01", "5"] {
        for part in ["", "/totals", "/charts", ".csv", ".xlsx"] {
            let path = format!("{}{part}?month=2026-10&day={day}", path(&subscriber));
            let refused = browser.get(&path).await.refused_fields();
            assert_eq!(refused, [("day".to_owned(), "invalid_day".to_owned())], "{path}");
        }
    }
    let refused = browser.get(&format!("{}?day=2026-10%00", path(&subscriber))).await.refused_fields();
    assert_eq!(refused, [("day".to_owned(), "invalid_characters".to_owned())]);
    let refused = browser.get(&format!("{}?day=0001-01-01", path(&subscriber))).await.refused_fields();
    assert_eq!(refused, [("day".to_owned(), "invalid_day".to_owned())]);
}

async fn hours_that_are_none_are_refused(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for part in ["", "/totals", "/charts", ".csv", ".xlsx"] {
        let refused = browser.get(&format!("{}{part}?hour=24", path(&subscriber))).await.refused_fields();
        assert_eq!(refused, [("hour".to_owned(), "out_of_range".to_owned())]);
        browser.get(&format!("{}{part}?hour=-1", path(&subscriber))).await.refused(400, "malformed_query");
    }
}
