//! Charts: under every filter the same as a plain count of the calls, days and hours without calls among them.

use std::collections::BTreeMap;

use api_tests::{App, Call, on_both_engines};
use chrono::{Datelike, NaiveDate, Timelike};
use madoguchi_api_types::call_records::CallRecordCharts;
use madoguchi_domain::dates::{jst, jst_date};

use super::clock_filters::{filters, is_under, query};
use super::{path, with_calls};

on_both_engines!(charts_are_a_plain_count, a_month_without_calls_has_its_days, large_charges_are_summed_exactly);

/// Count and charge by key.
fn sums<K: Ord>(calls: &[&Call], key: impl Fn(&Call) -> K) -> BTreeMap<K, (i64, i64)> {
    let mut sums = BTreeMap::new();
    for call in calls {
        let sum = sums.entry(key(call)).or_insert((0, 0));
        *sum = (sum.0 + 1, sum.1 + call.charge);
    }
    sums
}

async fn charts_are_a_plain_count(app: App) {
    let (subscriber, browser, calls) = with_calls(&app, 60).await;
    for filter in filters() {
        let query = query(filter);
        let answer = browser.get(&format!("{}/charts{query}", path(&subscriber))).await.expect(200);
        let charts: CallRecordCharts = answer.json();
        let expected: Vec<&Call> = calls.iter().filter(|call| is_under(call, filter)).collect();
        let (days, hours) =
            (sums(&expected, |call| jst_date(call.started_at)), sums(&expected, |call| jst(call.started_at).hour()));
        let mut kinds: Vec<_> = sums(&expected, |call| call.kind.clone()).into_iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        assert_eq!(charts.month, "2026-10");
        let shown: Vec<NaiveDate> = charts.days.iter().map(|day| day.day).collect();
        match filter.0 {
            "" => assert_eq!(shown.iter().map(Datelike::day).collect::<Vec<_>>(), (1..=31).collect::<Vec<_>>()),
            day => assert_eq!(shown, [day.parse::<NaiveDate>().unwrap()]),
        }
        for day in charts.days {
            assert_eq!((day.count, day.charge), days.get(&day.day).copied().unwrap_or_default(), "{query} {}", day.day);
        }
        assert_eq!(charts.hours.iter().map(|hour| hour.hour).collect::<Vec<_>>(), (0..24).collect::<Vec<_>>());
        for hour in charts.hours {
            let expected = hours.get(&hour.hour).copied().unwrap_or_default();
            assert_eq!((hour.count, hour.charge), expected, "{query} {}", hour.hour);
        }
        let shown: Vec<_> = charts.kinds.into_iter().map(|kind| (kind.kind, (kind.count, kind.charge))).collect();
        assert_eq!(shown, kinds, "{query}");
    }
}

async fn a_month_without_calls_has_its_days(app: App) {
    let subscriber = app.subscriber().await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let answer = browser.get(&format!("{}/charts?month=2028-02", path(&subscriber))).await.expect(200);
    let charts: CallRecordCharts = answer.json();
    assert_eq!((charts.days.len(), charts.hours.len(), charts.kinds.len()), (29, 24, 0));
    assert!(charts.days.iter().all(|day| (day.count, day.charge) == (0, 0)));
}

async fn large_charges_are_summed_exactly(app: App) {
    let subscriber = app.subscriber().await;
    let call = Call { charge: 4_000_000_000_000_000_001, ..Call::default() };
    app.calls(&subscriber.contract, &[call.clone(), call]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let charts: CallRecordCharts = browser.get(&format!("{}/charts", path(&subscriber))).await.expect(200).json();
    assert_eq!(charts.hours[12].charge, 8_000_000_000_000_000_002);
    assert_eq!(charts.kinds[0].charge, 8_000_000_000_000_000_002);
}
