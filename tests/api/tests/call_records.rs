//! Call records: who may read which month, filters, totals and charts, every order page by page, the files, who sees
//! called numbers, and who looked.

mod charts;
mod clock_filters;
mod downloads;
mod files;
mod filters;
mod masking;
mod pages;
mod retention;
mod sheets;
mod unmasking;
mod views;

use api_tests::{App, Browser, Call, Subscriber, User};
use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_api_types::call_records::CallRecord;
use madoguchi_api_types::pages::Page;
use madoguchi_entities::users::UserRole;
use sea_orm::ActiveValue::Set;

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

/// Somebody from whom the preset hides called numbers.
async fn general(app: &App, subscriber: &Subscriber) -> User {
    app.user_with(&subscriber.group, |row| row.role = Set(UserRole::General)).await
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
