//! Call records: who may read which month, filters and totals, every order page by page, and the file.

mod files;
mod filters;
mod pages;

use api_tests::{App, Browser, Call, Subscriber};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_api_types::pages::Page;

/// A subscriber with calls in October 2026 that share starts, charges and durations, and the user's browser.
async fn with_calls(app: &App, count: i64) -> (Subscriber, Browser, Vec<Call>) {
    let subscriber = app.subscriber().await;
    let first: DateTime<Utc> = "2026-09-30T15:00:00Z".parse().unwrap();
    let kinds = ["ひかり電話・県内", "ひかり電話・県外", "携帯"];
    let call = |index: i64| Call {
        started_at: first + TimeDelta::hours(index / 3 * 5),
        kind: kinds[usize::try_from(index * 7 % 3).unwrap()].to_owned(),
        callee: format!("090{:08}", index * 37 % 1_000),
        duration: i32::try_from(index * 13 % 5).unwrap() * 30,
        charge: index * 11 % 4 * 9,
        ..Call::default()
    };
    let calls: Vec<Call> = (0..count).map(call).collect();
    app.calls(&subscriber.contract, &calls).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    (subscriber, browser, calls)
}

fn path(subscriber: &Subscriber) -> String {
    format!("/contracts/{}/call-records", subscriber.contract.id)
}

/// All records, read in pages of `limit`; `query` starts with `?`.
async fn read_all(browser: &Browser, path: &str, query: &str, limit: usize) -> Vec<CallRecord> {
    let (mut joined, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<CallRecord> =
            browser.get(&format!("{path}{query}&limit={limit}{cursor}")).await.expect(200).json();
        assert!(page.items.len() <= limit);
        joined.extend(page.items);
        let Some(next) = page.next_cursor else { return joined };
        cursor = format!("&cursor={next}");
    }
}
