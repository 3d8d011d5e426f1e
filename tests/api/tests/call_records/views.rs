//! Who looked: every way of seeing records leaves its row before anything is shown, and the administrators of the
//! contract read the rows.

use api_tests::{App, Browser, Call, Subscriber, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::call_records::{CallRecordAction, CallRecordView};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::{call_record_unmaskings, call_record_views};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::json;

use super::{general, path, with_calls};

on_both_engines!(
    every_way_of_looking_leaves_its_row,
    rows_are_read_page_by_page,
    only_administrators_of_the_contract_read_them,
    what_cannot_be_logged_is_not_shown,
    a_name_outlives_its_account,
    totals_and_charts_leave_their_row_with_the_filter,
    what_is_refused_leaves_no_row,
);

fn views(subscriber: &Subscriber) -> String {
    format!("/contracts/{}/call-record-views", subscriber.contract.id)
}

async fn read(browser: &Browser, subscriber: &Subscriber) -> Vec<CallRecordView> {
    browser.get(&views(subscriber)).await.expect(200).json::<Page<CallRecordView>>().items
}

async fn every_way_of_looking_leaves_its_row(app: App) {
    let (subscriber, administrator, _) = with_calls(&app, 9).await;
    let person = app
        .user_with(&subscriber.group, |row| {
            row.role = sea_orm::ActiveValue::Set(madoguchi_entities::users::UserRole::General);
            row.name = sea_orm::ActiveValue::Set("川端 凪".to_owned());
        })
        .await;
    let browser = app.signed_in(&person).await;
    let own = path(&subscriber);
    let reason = json!({ "reason": "請求金額の確認" });
    for part in ["?limit=4", ".csv?day=2026-10-01", ".xlsx"] {
        app.advance(TimeDelta::seconds(1));
        let _shown = browser.get(&format!("{own}{part}")).await.expect(200);
    }
    app.advance(TimeDelta::seconds(1));
    let _until = browser.post(&format!("{own}/unmaskings"), reason).await.expect(201);
    for part in ["?month=2026-10&kind=携帯", ".csv", ".xlsx?month=2026-09"] {
        app.advance(TimeDelta::seconds(1));
        let _shown = browser.get(&format!("{own}{part}")).await.expect(200);
    }
    app.advance(TimeDelta::seconds(1));
    let _shown = administrator.get(&own).await.expect(200);
    let rows = read(&administrator, &subscriber).await;
    let facts: Vec<_> =
        rows.iter().map(|row| (row.action, row.month.as_str(), row.masked, row.count, row.reason.is_some())).collect();
    use CallRecordAction::{Csv, List, Unmask, Xlsx};
    let expected = [
        (List, "2026-10", false, Some(9), false),
        (Xlsx, "2026-09", false, Some(0), true),
        (Csv, "2026-10", false, Some(9), true),
        (List, "2026-10", false, Some(3), true),
        (Unmask, "", false, None, true),
        (Xlsx, "2026-10", true, Some(9), false),
        (Csv, "2026-10", true, Some(9), false),
        (List, "2026-10", true, Some(4), false),
    ];
    assert_eq!(facts, expected);
    assert_eq!(rows[0].user, "緑山 恵");
    assert!(rows[1..].iter().all(|row| row.user == "川端 凪"));
    assert!(rows[1..5].iter().all(|row| row.reason.as_deref() == Some("請求金額の確認")));
    assert_eq!(rows[0].viewed_at, app.now());
}

async fn rows_are_read_page_by_page(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for _ in 0..5 {
        let _shown = browser.get(&path(&subscriber)).await.expect(200);
    }
    let all = read(&browser, &subscriber).await;
    let (mut joined, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: Page<CallRecordView> =
            browser.get(&format!("{}?limit=2{cursor}", views(&subscriber))).await.expect(200).json();
        joined.extend(page.items);
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((joined.len(), &joined), (5, &all));
    let second = app.contract(&subscriber.group, |_| {}).await;
    for list in [views(&subscriber), format!("/contracts/{}/call-record-views", second.id)] {
        let invalid = if list == views(&subscriber) { "&cursor=rubbish" } else { cursor.as_str() };
        let refused = browser.get(&format!("{list}?limit=2{invalid}")).await.refused_fields();
        assert_eq!(refused, [("cursor".to_owned(), "invalid_cursor".to_owned())], "{list}");
    }
}

async fn only_administrators_of_the_contract_read_them(app: App) {
    let (subscriber, administrator, _) = with_calls(&app, 3).await;
    let person = app.signed_in(&general(&app, &subscriber).await).await;
    let _shown = person.get(&path(&subscriber)).await.expect(200);
    person.get(&views(&subscriber)).await.refused(403, "permission_missing");
    let other = app.subscriber().await;
    let stranger = app.signed_in(&app.user(&other.group).await).await;
    stranger.get(&views(&subscriber)).await.refused(404, "not_found");
    let beside = app.billing_group(&subscriber.customer).await;
    let beside = app.signed_in(&app.user(&beside).await).await;
    beside.get(&views(&subscriber)).await.refused(404, "not_found");
    assert_eq!(read(&administrator, &subscriber).await.len(), 1);
}

/// The table is taken away: no page, no file and no leave, and all of it again later.
async fn what_cannot_be_logged_is_not_shown(app: App) {
    let subscriber = app.subscriber().await;
    app.calls(&subscriber.contract, &[Call::default()]).await;
    let browser = app.signed_in(&general(&app, &subscriber).await).await;
    let own = path(&subscriber);
    let rename = async |from: &str, to: &str| {
        app.db().execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
    };
    rename("call_record_views", "away").await;
    for part in ["", ".csv", ".xlsx", "/totals", "/charts", "/totals?number=0312345678", "/charts?number=0312345678"] {
        browser.get(&format!("{own}{part}")).await.refused(500, "internal_error");
    }
    let reason = json!({ "reason": "確認" });
    browser.post(&format!("{own}/unmaskings"), &reason).await.refused(500, "internal_error");
    rename("away", "call_record_views").await;
    assert_eq!(call_record_unmaskings::Entity::find().count(app.db()).await.unwrap(), 0);
    let _shown = browser.get(&own).await.expect(200);
    let _until = browser.post(&format!("{own}/unmaskings"), &reason).await.expect(201);
}

async fn a_name_outlives_its_account(app: App) {
    let (subscriber, administrator, _) = with_calls(&app, 3).await;
    let person = app
        .user_with(&subscriber.group, |row| {
            row.name = sea_orm::ActiveValue::Set(String::new());
            row.mail_address = sea_orm::ActiveValue::Set("kawabata@example.jp".to_owned());
        })
        .await;
    let _shown = app.signed_in(&person).await.get(&path(&subscriber)).await.expect(200);
    let _gone = administrator.delete(&format!("/users/{}", person.row.id)).await.expect(204);
    let rows = read(&administrator, &subscriber).await;
    assert_eq!(rows.iter().map(|row| row.user.as_str()).collect::<Vec<_>>(), ["kawabata@example.jp"]);
}

/// A count of one tells that a number was called: who asked for it stands in the log, with the number.
async fn totals_and_charts_leave_their_row_with_the_filter(app: App) {
    let (subscriber, administrator, calls) = with_calls(&app, 9).await;
    let person = app.signed_in(&general(&app, &subscriber).await).await;
    let own = path(&subscriber);
    let called = format!("?month=2026-10&number={}", &calls[3].callee[..7]);
    for part in [
        "/totals".to_owned(),
        format!("/totals{called}"),
        format!("/charts{called}"),
        "/totals?day=2026-10-01&hour=0&kind=携帯".to_owned(),
        format!("{called}&limit=5"),
        format!(".csv{called}"),
        format!(".xlsx{called}"),
    ] {
        app.advance(TimeDelta::seconds(1));
        let _shown = person.get(&format!("{own}{part}")).await.expect(200);
    }
    let mut rows = read(&administrator, &subscriber).await;
    rows.reverse();
    let facts: Vec<_> = rows.iter().map(|row| (row.action, row.masked)).collect();
    use CallRecordAction::{Charts, Csv, List, Totals, Xlsx};
    let expected = [Totals, Totals, Charts, Totals, List, Csv, Xlsx].map(|action| (action, true));
    assert_eq!(facts, expected);
    let filters: Vec<_> = rows.iter().map(|row| serde_json::to_value(&row.filter).unwrap()).collect();
    let number = json!({ "number": calls[3].callee[..7] });
    let whole = json!({ "day": "2026-10-01", "hour": 0, "kind": "携帯" });
    let expected = [json!(null), number.clone(), number.clone(), whole, number.clone(), number.clone(), number];
    assert_eq!(filters, expected);
    assert_eq!(rows[0].count, Some(9));
    assert!(rows[1].count > Some(0));
}

async fn what_is_refused_leaves_no_row(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    for part in
        ["?month=2026-13", "?cursor=rubbish", ".csv?hour=24", ".xlsx?day=1", "/totals?hour=24", "/charts?number=x"]
    {
        let _refused = browser.get(&format!("{}{part}", path(&subscriber))).await.expect(422);
    }
    let _unnoticed = read(&browser, &subscriber).await;
    assert_eq!(call_record_views::Entity::find().count(app.db()).await.unwrap(), 0);
}
