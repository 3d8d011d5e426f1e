//! How long records, and the log of who looked at them, are kept: the preset says thirteen months and thirty-six.

use api_tests::{App, Call, Subscriber, on_both_engines};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use madoguchi_api_types::call_records::CallRecordTotals;
use madoguchi_entities::{call_record_months, call_record_views, call_records};
use madoguchi_services::call_records::{retention, views};
use sea_orm::ActiveValue::Set;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::{path, with_calls};

on_both_engines!(
    old_months_are_hidden_and_deleted,
    the_later_of_start_and_retention_says_why,
    rows_of_the_log_are_deleted_after_their_time,
);

/// A call in the last second of September 2025, one in the first of October, and one of now. The service is active from
/// a month of 2025 on.
async fn with_old_calls(app: &App, start: u32) -> Subscriber {
    let customer = app.customer(api_tests::PORTAL, "カ)ヴェルデ2").await;
    let group = app.billing_group(&customer).await;
    let from = NaiveDate::from_ymd_opt(2025, start, 1);
    let contract = app.contract(&group, |row| row.call_records_from = Set(from)).await;
    let boundary: DateTime<Utc> = "2025-09-30T15:00:00Z".parse().unwrap();
    for started_at in [boundary - TimeDelta::seconds(1), boundary, api_tests::NOW] {
        app.calls(&contract, &[Call { started_at, ..Call::default() }]).await;
    }
    Subscriber { customer, group, contract }
}

async fn old_months_are_hidden_and_deleted(app: App) {
    let subscriber = with_old_calls(&app, 1).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let own = path(&subscriber);
    let months = async || {
        let totals = browser.get(&format!("{own}/totals")).await.expect(200);
        totals.json::<CallRecordTotals>().months
    };
    for part in ["", "/totals", "/charts", ".csv", ".xlsx"] {
        for month in ["2025-09", "2025-01", "2024-12"] {
            browser.get(&format!("{own}{part}?month={month}")).await.refused(403, "call_records_expired");
        }
    }
    assert_eq!(months().await, ["2026-11", "2025-10"]);
    let _kept = browser.get(&format!("{own}?month=2025-10")).await.expect(200);
    retention::delete_old(app.services()).await.unwrap();
    assert_eq!(call_records::Entity::find().count(app.db()).await.unwrap(), 2);
    assert_eq!(call_record_months::Entity::find().count(app.db()).await.unwrap(), 2);
    assert_eq!(months().await, ["2026-11", "2025-10"]);
}

async fn the_later_of_start_and_retention_says_why(app: App) {
    let subscriber = with_old_calls(&app, 10).await;
    let user = app.user(&subscriber.group).await;
    let own = path(&subscriber);
    let browser = app.signed_in(&user).await;
    browser.get(&format!("{own}?month=2025-09")).await.refused(403, "call_records_not_started");
    let _first = browser.get(&format!("{own}?month=2025-10")).await.expect(200);
    // It is December: what October said is no longer kept.
    app.advance(TimeDelta::days(12));
    let browser = app.signed_in(&user).await;
    for month in ["2025-09", "2025-10"] {
        browser.get(&format!("{own}?month={month}")).await.refused(403, "call_records_expired");
    }
    let _first = browser.get(&format!("{own}?month=2025-11")).await.expect(200);
}

async fn rows_of_the_log_are_deleted_after_their_time(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    let _shown = browser.get(&path(&subscriber)).await.expect(200);
    let rows = async || call_record_views::Entity::find().count(app.db()).await.unwrap();
    app.advance(TimeDelta::days(3 * 365));
    views::delete_old(app.services()).await.unwrap();
    assert_eq!(rows().await, 1);
    app.advance(TimeDelta::days(2));
    views::delete_old(app.services()).await.unwrap();
    assert_eq!(rows().await, 0);
}
