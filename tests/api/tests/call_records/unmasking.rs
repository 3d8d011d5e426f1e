//! Called numbers in full: with a password just given and a reason, in that session, for that contract, ten minutes.

use api_tests::{App, Browser, Call, PASSWORD, Subscriber, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::AccountEvent;
use madoguchi_api_types::call_records::{CallRecord, CallRecordTotals, Unmasking};
use madoguchi_api_types::pages::Page;
use madoguchi_entities::{call_record_unmaskings, contracts};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::sheets::worksheet;
use super::{general, path, read_all, with_calls};

on_both_engines!(
    numbers_are_shown_for_ten_minutes,
    it_holds_for_session_and_contract,
    a_recent_password_and_a_reason_are_needed,
    who_sees_them_anyway_is_told_so,
    a_list_goes_on_when_numbers_are_hidden_again,
    foreign_and_inactive_contracts_are_refused,
);

async fn with_general(app: &App) -> (Subscriber, Browser) {
    let subscriber = app.subscriber().await;
    app.calls(&subscriber.contract, &[Call::default()]).await;
    let browser = app.signed_in(&general(app, &subscriber).await).await;
    (subscriber, browser)
}

async fn unmask(browser: &Browser, contract: &contracts::Model) -> Unmasking {
    let path = format!("/contracts/{}/call-records/unmaskings", contract.id);
    browser.post(&path, json!({ "reason": "請求金額の確認" })).await.expect(201).json()
}

async fn callees(browser: &Browser, contract: &contracts::Model) -> Vec<String> {
    let path = format!("/contracts/{}/call-records", contract.id);
    let page: Page<CallRecord> = browser.get(&path).await.expect(200).json();
    page.items.into_iter().map(|row| row.callee).collect()
}

async fn numbers_are_shown_for_ten_minutes(app: App) {
    let (subscriber, browser) = with_general(&app).await;
    let contract = &subscriber.contract;
    assert_eq!(callees(&browser, contract).await, ["039876****"]);
    assert_eq!(unmask(&browser, contract).await.until, app.now() + TimeDelta::minutes(10));
    let until = app.now() + TimeDelta::minutes(10);
    app.advance(TimeDelta::minutes(9));
    assert_eq!(callees(&browser, contract).await, ["0398765432"]);
    let totals: CallRecordTotals = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200).json();
    assert_eq!((totals.masked, totals.unmasked_until), (false, Some(until)));
    let found = read_all(&browser, &path(&subscriber), "?number=5432", 50).await;
    assert_eq!(found.len(), 1, "what is shown is found");
    let file = browser.get(&format!("{}.csv", path(&subscriber))).await.expect(200).text();
    let sheet = worksheet(&browser.get(&format!("{}.xlsx", path(&subscriber))).await.expect(200));
    assert!(file.contains(",0398765432,") && sheet.contains(">0398765432<"));
    app.advance(TimeDelta::minutes(1));
    assert_eq!(callees(&browser, contract).await, ["039876****"]);
    let totals: CallRecordTotals = browser.get(&format!("{}/totals", path(&subscriber))).await.expect(200).json();
    assert_eq!((totals.masked, totals.unmasked_until), (true, None));
    let events: Page<AccountEvent> = browser.get("/account/events").await.expect(200).json();
    assert!(events.items.iter().any(|event| event.action == "call_records.unmasked"));
}

async fn it_holds_for_session_and_contract(app: App) {
    let subscriber = app.subscriber().await;
    let second = app.contract(&subscriber.group, |_| {}).await;
    for contract in [&subscriber.contract, &second] {
        app.calls(contract, &[Call::default()]).await;
    }
    let person = general(&app, &subscriber).await;
    let (browser, other_session) = (app.signed_in(&person).await, app.signed_in(&person).await);
    let colleague = app.signed_in(&general(&app, &subscriber).await).await;
    let _until = unmask(&browser, &subscriber.contract).await;
    assert_eq!(callees(&browser, &subscriber.contract).await, ["0398765432"]);
    assert_eq!(callees(&browser, &second).await, ["039876****"]);
    assert_eq!(callees(&other_session, &subscriber.contract).await, ["039876****"]);
    assert_eq!(callees(&colleague, &subscriber.contract).await, ["039876****"]);
}

async fn a_recent_password_and_a_reason_are_needed(app: App) {
    let (subscriber, browser) = with_general(&app).await;
    let path = format!("{}/unmaskings", path(&subscriber));
    let long = "あ".repeat(201);
    for (reason, code) in
        [("", "required"), (" \u{3000} ", "required"), (long.as_str(), "too_long"), ("a\0b", "invalid_characters")]
    {
        let refused = browser.post(&path, json!({ "reason": reason })).await.refused_fields();
        assert_eq!(refused, [("reason".to_owned(), code.to_owned())], "{reason:?}");
    }
    app.advance(TimeDelta::minutes(6));
    let _still_active = browser.get("/session").await.expect(200);
    app.advance(TimeDelta::minutes(5));
    let reason = json!({ "reason": " 料金の確認 " });
    browser.post(&path, &reason).await.refused(403, "reauthentication_required");
    assert_eq!(call_record_unmaskings::Entity::find().count(app.db()).await.unwrap(), 0);
    assert_eq!(callees(&browser, &subscriber.contract).await, ["039876****"]);
    let _again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let _until: Unmasking = browser.post(&path, &reason).await.expect(201).json();
    let row = call_record_unmaskings::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(row.reason, "料金の確認");
    assert_eq!(callees(&browser, &subscriber.contract).await, ["0398765432"]);
}

async fn who_sees_them_anyway_is_told_so(app: App) {
    let (subscriber, _) = with_general(&app).await;
    let administrator = app.signed_in(&app.user(&subscriber.group).await).await;
    let path = format!("{}/unmaskings", path(&subscriber));
    administrator.post(&path, json!({ "reason": "確認" })).await.refused(409, "not_masked");
}

async fn a_list_goes_on_when_numbers_are_hidden_again(app: App) {
    let (subscriber, _, calls) = with_calls(&app, 9).await;
    let browser = app.signed_in(&general(&app, &subscriber).await).await;
    let _until = unmask(&browser, &subscriber.contract).await;
    app.advance(TimeDelta::minutes(9));
    let first: Page<CallRecord> = browser.get(&format!("{}?limit=4", path(&subscriber))).await.expect(200).json();
    assert!(first.items.iter().all(|row| !row.callee.contains('*')));
    app.advance(TimeDelta::minutes(2));
    let rest = format!("{}?limit=50&cursor={}", path(&subscriber), first.next_cursor.unwrap());
    let rest: Page<CallRecord> = browser.get(&rest).await.expect(200).json();
    assert!(rest.items.iter().all(|row| row.callee.ends_with("****")));
    assert_eq!(first.items.len() + rest.items.len(), calls.len());
    assert!(rest.items.iter().all(|row| first.items.iter().all(|other| other.id != row.id)));
}

async fn foreign_and_inactive_contracts_are_refused(app: App) {
    let (_, browser) = with_general(&app).await;
    let other = app.subscriber().await;
    let reason = json!({ "reason": "確認" });
    browser.post(&format!("{}/unmaskings", path(&other)), &reason).await.refused(404, "not_found");
    let subscriber = app.subscriber().await;
    let never = app.contract(&subscriber.group, |row| row.call_records_from = sea_orm::ActiveValue::Set(None)).await;
    let browser = app.signed_in(&general(&app, &subscriber).await).await;
    let path = format!("/contracts/{}/call-records/unmaskings", never.id);
    browser.post(&path, &reason).await.refused(403, "call_records_inactive");
}
