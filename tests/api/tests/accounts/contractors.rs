//! Contractor IDs from a mail address (N1, N2): ID and first password by mail, one login with it, then the own one.

use api_tests::{App, Browser, NETWORK, PORTAL, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_entities::{customers, users};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use crate::letters;

on_both_engines!(
    id_and_first_password_come_by_mail,
    the_first_password_works_once_and_must_be_replaced,
    the_first_password_ends_after_ten_days,
    ids_are_given_out_in_order_and_once,
    a_mail_address_may_have_several,
    asking_is_slowed,
    only_where_the_portal_says_so,
);

const MAIL: &str = "hoshi@example.jp";

async fn create(browser: &Browser, mail: &str) -> (String, String) {
    let _taken = browser.post("/contractors", json!({ "mail_address": mail })).await.expect(202);
    let mail = letters::newest(browser.app(), mail, "契約者ID通知").await;
    (letters::value(&mail, "ご契約者ID"), letters::value(&mail, "初期パスワード"))
}

async fn start(browser: &Browser, id: &str, password: &str) -> api_tests::Answer {
    let body = json!({ "identifiers": { "contractor_id": id }, "password": password });
    browser.post("/sign-in-attempts", body).await
}

async fn sign_in(browser: &Browser, id: &str, password: &str) -> Session {
    let attempt: SignInAttempt = start(browser, id, password).await.expect(201).json();
    assert!(attempt.methods.is_empty() && attempt.robot_challenge.is_none());
    let complete = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await;
    complete.expect(201).json()
}

async fn id_and_first_password_come_by_mail(app: App) {
    let browser = app.browser_at(NETWORK);
    let taken: Value =
        browser.post("/contractors", json!({ "mail_address": "Ｈoshi@example.jp" })).await.expect(202).json();
    assert_eq!(taken["mail_address"], "H***@example.jp");
    assert!(!taken.to_string().contains("id0"), "the answer names the ID: {taken}");
    let mail = letters::newest(&app, "Hoshi@example.jp", "契約者ID通知").await;
    assert_eq!(letters::value(&mail, "ご契約者ID"), "id000001");
    assert_eq!(letters::value(&mail, "初期パスワード").len(), 8);
    let bad = browser.post("/contractors", json!({ "mail_address": "hoshi@" })).await.refused_fields();
    assert_eq!(bad[0].0, "mail_address");
}

async fn the_first_password_works_once_and_must_be_replaced(app: App) {
    let browser = app.browser_at(NETWORK);
    let (id, password) = create(&browser, MAIL).await;
    let session = sign_in(&browser, &id.to_uppercase(), &format!(" {password} ")).await;
    assert!(session.password_change_required);
    browser.get("/account/sessions").await.refused(403, "password_change_required");
    start(&app.browser_at(NETWORK), &id, &password).await.refused(401, "invalid_credentials");
    let same = browser.put("/account/password", json!({ "password": "short" })).await.refused_fields();
    assert_eq!(same[0].0, "password");
    let _chosen = browser.put("/account/password", json!({ "password": "yoru-no-hoshi" })).await.expect(204);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(!session.password_change_required);
    let _open = browser.get("/account/sessions").await.expect(200);
    assert!(!sign_in(&app.browser_at(NETWORK), &id, "yoru-no-hoshi").await.password_change_required);
}

async fn the_first_password_ends_after_ten_days(app: App) {
    let browser = app.browser_at(NETWORK);
    let (id, password) = create(&browser, MAIL).await;
    app.advance(TimeDelta::days(10));
    start(&browser, &id, &password).await.refused(401, "invalid_credentials");
}

async fn ids_are_given_out_in_order_and_once(app: App) {
    let tries = (0..8).map(async |number| {
        let browser = app.browser_at(NETWORK);
        browser.move_to(&format!("198.51.100.{number}"));
        browser.post("/contractors", json!({ "mail_address": format!("n{number}@example.jp") })).await
    });
    for answer in futures_util::future::join_all(tries).await {
        let _taken = answer.expect(202);
    }
    let users = users::Entity::find().all(app.db()).await.unwrap();
    let mut ids: Vec<_> = users.into_iter().map(|user| user.sign_in_name).collect();
    ids.sort();
    let expected: Vec<_> = (1..=8).map(|number| format!("id{number:06}")).collect();
    assert_eq!(ids, expected);
}

async fn a_mail_address_may_have_several(app: App) {
    let browser = app.browser_at(NETWORK);
    let (first, second) = (create(&browser, MAIL).await, create(&browser, MAIL).await);
    assert_ne!(first.0, second.0);
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 2);
    let _first = sign_in(&app.browser_at(NETWORK), &first.0, &first.1).await;
    let _second = sign_in(&app.browser_at(NETWORK), &second.0, &second.1).await;
}

async fn asking_is_slowed(app: App) {
    for number in 0..5 {
        let browser = app.browser_at(NETWORK);
        browser.move_to(&format!("198.51.100.{number}"));
        let _taken = browser.post("/contractors", json!({ "mail_address": MAIL })).await.expect(202);
    }
    let browser = app.browser_at(NETWORK);
    browser.move_to("198.51.100.77");
    let refused = browser.post("/contractors", json!({ "mail_address": MAIL })).await;
    assert!(refused.refused(429, "too_many_attempts").retry_at.is_some());
    let _another = browser.post("/contractors", json!({ "mail_address": "other@example.jp" })).await.expect(202);
}

async fn only_where_the_portal_says_so(app: App) {
    for portal in [PORTAL, RENTAL] {
        let refused = app.browser_at(portal).post("/contractors", json!({ "mail_address": MAIL })).await;
        refused.refused(404, "not_found");
    }
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 0);
}
