//! Switches (T15): turned on and off with the computed start, by who may, with consent, for the own contracts.

mod imports;
mod in_force;
mod starts;

use api_tests::{App, Browser, Subscriber, User, on_both_engines};
use chrono::{NaiveDate, TimeDelta};
use madoguchi_api_types::switches::{Switch, SwitchKind};
use madoguchi_entities::users::UserRole;
use madoguchi_entities::{audit_events, consents, contracts, switches};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    switches_are_listed_as_they_stand,
    turning_on_needs_consent_and_is_kept_with_it,
    a_person_is_mailed_and_asking_again_changes_nothing,
    two_who_ask_at_once_switch_once,
    only_who_may_switches,
    foreign_contracts_are_not_found,
    what_is_no_switch_is_refused,
    groups_switch_for_themselves,
    three_hundred_contracts_are_listed,
);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn opening(on: bool) -> Value {
    json!({ "kind": "opening_notice_paper_stop", "on": on, "consent": on })
}

fn call_records(contract: &contracts::Model, on: bool) -> Value {
    json!({ "kind": "call_records", "contract_id": contract.id, "on": on, "consent": on })
}

/// A subscriber whose call records were never active.
async fn inactive(app: &App) -> (Subscriber, User, Browser) {
    let mut subscriber = app.subscriber().await;
    let mut row = subscriber.contract.clone().into_active_model();
    row.call_records_from = Set(None);
    subscriber.contract = row.update(app.db()).await.unwrap();
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    (subscriber, user, browser)
}

async fn list(browser: &Browser) -> Vec<Switch> {
    browser.get("/switches").await.expect(200).json()
}

async fn switch(browser: &Browser, body: Value) -> Switch {
    browser.post("/switches", body).await.expect(200).json()
}

async fn count(app: &App) -> (u64, u64) {
    let rows = switches::Entity::find().count(app.db()).await.unwrap();
    (rows, consents::Entity::find().count(app.db()).await.unwrap())
}

async fn switches_are_listed_as_they_stand(app: App) {
    let subscriber = app.subscriber().await;
    let inactive = app.contract(&subscriber.group, |row| row.call_records_from = Set(None)).await;
    app.contract(&subscriber.group, |row| row.phone_service_name = Set(String::new())).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let all = list(&browser).await;
    let kinds: Vec<(SwitchKind, bool)> = all.iter().map(|switch| (switch.kind, switch.on)).collect();
    assert_eq!(
        kinds,
        [
            (SwitchKind::CallRecords, true),
            (SwitchKind::CallRecords, false),
            (SwitchKind::OpeningNoticePaperStop, false),
            (SwitchKind::DebitNoticePaperStop, false),
        ]
    );
    assert_eq!(all[0].contract_number.as_deref(), Some(subscriber.contract.number.as_str()));
    assert_eq!(all[1].contract_id, Some(inactive.id.0));
    // Turned off, the first ends today; turned on, all others begin next month.
    assert_eq!((all[0].effective_from, all[0].next_effective_from), (Some(day(2026, 1, 1)), day(2026, 11, 20)));
    for untouched in &all[1..] {
        assert_eq!((untouched.effective_from, untouched.next_effective_from), (None, day(2026, 12, 1)));
    }
    assert!(all.iter().all(|switch| switch.changeable && switch.changed_at.is_none() && switch.changed_by.is_none()));
}

async fn turning_on_needs_consent_and_is_kept_with_it(app: App) {
    let (subscriber, user, browser) = inactive(&app).await;
    for body in [
        json!({ "kind": "opening_notice_paper_stop", "on": true }),
        json!({ "kind": "call_records", "contract_id": subscriber.contract.id, "on": true, "consent": false }),
    ] {
        let refused = browser.post("/switches", body).await.refused_fields();
        assert_eq!(refused, [("consent".to_owned(), "required".to_owned())]);
    }
    assert_eq!(count(&app).await, (0, 0));
    let _on = switch(&browser, call_records(&subscriber.contract, true)).await;
    let consent = consents::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((consent.kind.as_str(), consent.version.as_str()), ("switch.call_records", "2026-04-01"));
    assert_eq!((consent.user_id, consent.agreed_at), (user.row.id, app.now()));
    let row = switches::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!((row.contract_id, row.consent_version.as_deref()), (Some(subscriber.contract.id), Some("2026-04-01")));
    // Turning off asks for none.
    let _off = switch(&browser, call_records(&subscriber.contract, false)).await;
    assert_eq!(count(&app).await, (2, 1));
    let events = audit_events::Entity::find().filter(audit_events::Column::SubjectId.eq(subscriber.contract.id.0));
    let events = events.all(app.db()).await.unwrap();
    let actions: Vec<&str> = events.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(actions, ["switch.turned_on", "switch.turned_off"]);
    assert_eq!(events[0].detail["effective_from"], "2026-12-01");
}

async fn a_person_is_mailed_and_asking_again_changes_nothing(app: App) {
    let (subscriber, user, browser) = inactive(&app).await;
    let first = switch(&browser, call_records(&subscriber.contract, true)).await;
    app.advance(TimeDelta::minutes(1));
    assert_eq!(switch(&browser, call_records(&subscriber.contract, true)).await, first);
    assert_eq!(count(&app).await, (1, 1));
    let mails = app.mails_to(&user.row.mail_address).await;
    let mails: Vec<_> = mails.iter().filter(|mail| mail.content.subject.contains("お手続き完了のお知らせ")).collect();
    assert_eq!(mails.len(), 1);
    for line in [
        "お手続き : 通話明細記録の利用".to_owned(),
        "内容 : 開始".to_owned(),
        "適用開始 : 2026年12月分".to_owned(),
        format!("契約番号 : {}", subscriber.contract.number),
        "URL : https://my.example.jp/telecom/switches".to_owned(),
    ] {
        assert!(mails[0].content.text.lines().any(|own| own == line), "{line} is not in {}", mails[0].content.text);
    }
}

async fn two_who_ask_at_once_switch_once(app: App) {
    let (subscriber, _, one) = inactive(&app).await;
    let other = app.signed_in(&app.user(&subscriber.group).await).await;
    let ask = |browser| async move { Browser::post(browser, "/switches", opening(true)).await };
    let answers = futures_util::future::join_all([ask(&one), ask(&other), ask(&one), ask(&other)]).await;
    for answer in answers {
        assert!(answer.expect(200).json::<Switch>().on);
    }
    assert_eq!(count(&app).await, (1, 1));
}

async fn only_who_may_switches(app: App) {
    let (subscriber, _, _) = inactive(&app).await;
    let general = app.user_with(&subscriber.group, |row| row.role = Set(UserRole::General)).await;
    let browser = app.signed_in(&general).await;
    assert!(list(&browser).await.iter().all(|switch| !switch.changeable));
    for body in [opening(true), call_records(&subscriber.contract, true), opening(false)] {
        browser.post("/switches", body).await.refused(403, "permission_missing");
    }
    assert_eq!(count(&app).await, (0, 0));
}

async fn foreign_contracts_are_not_found(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let beside = app.contract(&other_group, |row| row.call_records_from = Set(None)).await;
    let (stranger, _, _) = inactive(&app).await;
    for contract in [&beside, &stranger.contract] {
        browser.post("/switches", call_records(contract, true)).await.refused(404, "not_found");
    }
    let absent = json!({ "kind": "call_records", "contract_id": Uuid::now_v7(), "on": true, "consent": true });
    browser.post("/switches", absent).await.refused(404, "not_found");
    assert_eq!(count(&app).await, (0, 0));
}

async fn what_is_no_switch_is_refused(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let fields = async |body: Value| browser.post("/switches", body).await.refused_fields().remove(0);
    let unnamed = json!({ "kind": "call_records", "on": true, "consent": true });
    assert_eq!(fields(unnamed).await, ("contract_id".to_owned(), "required".to_owned()));
    let mut body = opening(true);
    body["contract_id"] = json!(subscriber.contract.id);
    assert_eq!(fields(body).await, ("contract_id".to_owned(), "not_expected".to_owned()));
    let unknown = json!({ "kind": "invoice_paper_stop", "on": true, "consent": true });
    assert_eq!(fields(unknown).await, ("kind".to_owned(), "unknown".to_owned()));
    let silent = app.contract(&subscriber.group, |row| row.phone_service_name = Set(String::new())).await;
    browser.post("/switches", call_records(&silent, true)).await.refused(409, "phone_service_missing");
}

async fn groups_switch_for_themselves(app: App) {
    let (subscriber, _, browser) = inactive(&app).await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let beside = app.signed_in(&app.user(&other_group).await).await;
    let whole = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let whole = app.signed_in(&whole).await;
    let _on = switch(&browser, opening(true)).await;
    let paper = async |browser: &Browser| {
        let all = list(browser).await;
        all.iter().find(|switch| switch.kind == SwitchKind::OpeningNoticePaperStop).unwrap().on
    };
    assert!(paper(&browser).await && !paper(&beside).await && !paper(&whole).await);
    let _all = switch(&whole, opening(true)).await;
    assert!(paper(&whole).await && !paper(&beside).await);
}

async fn three_hundred_contracts_are_listed(app: App) {
    let subscriber = app.subscriber().await;
    for _ in 0..299 {
        app.contract(&subscriber.group, |_| {}).await;
    }
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let all = list(&browser).await;
    assert_eq!(all.len(), 302);
    let numbers: Vec<&String> = all.iter().filter_map(|switch| switch.contract_number.as_ref()).collect();
    assert_eq!(numbers.len(), 300);
    assert!(numbers.is_sorted());
}
