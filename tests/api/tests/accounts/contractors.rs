//! Contractor IDs from a mail address (N1, N2): ID and first password by mail, one login with it, then the own one.

use api_tests::{App, Browser, NETWORK, PORTAL, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_entities::users::UserState;
use madoguchi_entities::{customers, numberings, released_numbers, throttles, users};
use madoguchi_services::housekeeping;
use reqwest::Method;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use crate::letters;

on_both_engines!(
    id_and_first_password_come_by_mail,
    the_first_password_works_once_and_must_be_replaced,
    the_first_password_ends_after_ten_days,
    ids_are_given_out_in_order_and_once,
    a_mail_address_may_have_several,
    asking_is_slowed,
    a_machine_gets_none,
    a_portal_gives_so_many_an_hour,
    asked_again_after_a_lost_answer_there_is_one,
    unused_ids_are_given_back_and_used_ones_stay,
    numbers_that_run_out_are_a_problem_and_released_ones_come_back,
    only_where_the_portal_says_so,
);

const MAIL: &str = "hoshi@example.jp";

async fn create(browser: &Browser, mail: &str) -> (String, String) {
    let _taken = browser.ask_contractor_id(mail).await.expect(202);
    let mail = letters::newest(browser.app(), mail, "契約ID通知").await;
    (letters::value(&mail, "ご契約ID"), letters::value(&mail, "初期パスワード"))
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
    let taken: Value = browser.ask_contractor_id("Ｈoshi@example.jp").await.expect(202).json();
    assert_eq!(taken["mail_address"], "H***@example.jp");
    assert!(!taken.to_string().contains("id0"), "the answer names the ID: {taken}");
    let mail = letters::newest(&app, "Hoshi@example.jp", "契約ID通知").await;
    assert_eq!(letters::value(&mail, "ご契約ID"), "id000001");
    assert_eq!(letters::value(&mail, "初期パスワード").len(), 8);
    let bad = browser.ask_contractor_id("hoshi@").await.refused_fields();
    assert_eq!(bad[0].0, "mail_address");
}

async fn the_first_password_works_once_and_must_be_replaced(app: App) {
    let browser = app.browser_at(NETWORK);
    let (id, password) = create(&browser, MAIL).await;
    let session = sign_in(&browser, &id.to_uppercase(), &format!(" {password} ")).await;
    assert!(session.password_change_required);
    browser.get("/account/sessions").await.refused(403, "contractor_required");
    start(&app.browser_at(NETWORK), &id, &password).await.refused(401, "invalid_credentials");
    let same = browser.put("/account/password", json!({ "password": "short" })).await.refused_fields();
    assert_eq!(same[0].0, "password");
    let _chosen = browser.put("/account/password", json!({ "password": "yoru-no-hoshi" })).await.expect(204);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(!session.password_change_required && session.contractor_required);
    assert!(!sign_in(&app.browser_at(NETWORK), &id, "yoru-no-hoshi").await.password_change_required);
}

async fn the_first_password_ends_after_ten_days(app: App) {
    let browser = app.browser_at(NETWORK);
    let (id, password) = create(&browser, MAIL).await;
    app.advance(TimeDelta::days(10));
    start(&browser, &id, &password).await.refused(401, "invalid_credentials");
}

async fn ids_are_given_out_in_order_and_once(app: App) {
    for number in 1..=3 {
        let browser = app.browser_at(NETWORK);
        browser.move_to(&format!("203.0.113.{number}"));
        let (id, _) = create(&browser, &format!("first{number}@example.jp")).await;
        assert_eq!(id, format!("id{number:06}"), "one after the other");
    }
    // At once, nobody is first; but each gets one of the next eight.
    let tries = (0..8).map(async |number| {
        let browser = app.browser_at(NETWORK);
        browser.move_to(&format!("198.51.100.{number}"));
        browser.ask_contractor_id(&format!("n{number}@example.jp")).await
    });
    for answer in futures_util::future::join_all(tries).await {
        let _taken = answer.expect(202);
    }
    let users = users::Entity::find().all(app.db()).await.unwrap();
    let mut ids: Vec<_> = users.into_iter().map(|user| user.sign_in_name).collect();
    ids.sort();
    let expected: Vec<_> = (1..=11).map(|number| format!("id{number:06}")).collect();
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
        let _taken = browser.ask_contractor_id(MAIL).await.expect(202);
    }
    let browser = app.browser_at(NETWORK);
    browser.move_to("198.51.100.77");
    let refused = browser.ask_contractor_id(MAIL).await;
    assert!(refused.refused(429, "too_many_attempts").retry_at.is_some());
    let _another = browser.ask_contractor_id("other@example.jp").await.expect(202);
}

async fn a_machine_gets_none(app: App) {
    let browser = app.browser_at(NETWORK);
    let failed = vec![("robot_solution".to_owned(), "robot_check_failed".to_owned())];
    let ask = async |robot_check: Value| {
        let body = json!({ "mail_address": MAIL, "robot_check": robot_check });
        browser.post("/contractors", body).await
    };
    let check = browser.robot_check().await;
    let mut unsolved = check.clone();
    unsolved["solution"] = json!({ "counter": 1, "derivedKey": "00" });
    let mut cheap = check.clone();
    cheap["challenge"]["parameters"]["data"]["until"] = json!(i64::MAX);
    let elsewhere = app.browser_at(PORTAL).robot_check().await;
    for wrong in [Value::Null, unsolved, cheap, elsewhere] {
        assert_eq!(ask(wrong.clone()).await.refused_fields(), failed, "{wrong}");
    }
    let _first = ask(check.clone()).await.expect(202);
    assert_eq!(ask(check).await.refused_fields(), failed, "a solution serves once");
    let late = browser.robot_check().await;
    app.advance(TimeDelta::minutes(30));
    assert_eq!(ask(late).await.refused_fields(), failed, "a check ends after half an hour");
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn a_portal_gives_so_many_an_hour(app: App) {
    let from = async |number: usize| {
        let browser = app.browser_at(NETWORK);
        browser.move_to(&format!("198.51.100.{number}"));
        browser.ask_contractor_id(&format!("n{number}@example.jp")).await
    };
    let _first = from(0).await.expect(202);
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(199))
        .filter(throttles::Column::Kind.eq("contractor_portal"))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
    let _last = from(1).await.expect(202);
    from(2).await.refused(429, "too_many_attempts");
    app.advance(TimeDelta::hours(1));
    let _next_hour = from(3).await.expect(202);
}

async fn asked_again_after_a_lost_answer_there_is_one(app: App) {
    let browser = app.browser_at(NETWORK);
    let ask = async |mail: &str| {
        let body = json!({ "mail_address": mail, "robot_check": browser.robot_check().await });
        browser.change(Method::POST, "/contractors").header("idempotency-key", "one").json(&body).send().await
    };
    let (first, again) = (ask(MAIL).await.expect(202), ask(MAIL).await.expect(202));
    assert_eq!(first.text(), again.text());
    ask("other@example.jp").await.refused(422, "idempotency_key_reused");
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 1);
    assert_eq!(app.mails_to(MAIL).await.len(), 1);
}

async fn unused_ids_are_given_back_and_used_ones_stay(app: App) {
    let browser = app.browser_at(NETWORK);
    let used = create(&browser, MAIL).await;
    let _session = sign_in(&browser, &used.0, &used.1).await;
    let unused = create(&browser, "never@example.jp").await;
    app.advance(TimeDelta::days(10) - TimeDelta::seconds(1));
    assert!(housekeeping::once(app.services()).await.is_empty());
    assert_eq!(released_numbers::Entity::find().count(app.db()).await.unwrap(), 0, "it can still be used");
    app.advance(TimeDelta::seconds(2));
    for _ in 0..2 {
        assert!(housekeeping::once(app.services()).await.is_empty());
        let released = released_numbers::Entity::find().all(app.db()).await.unwrap();
        assert_eq!(released.iter().map(|row| row.number).collect::<Vec<_>>(), [2]);
    }
    let closed = app.named(NETWORK, &unused.0).await.row;
    assert_eq!((closed.state, closed.mail_address.as_str()), (UserState::Closed, ""));
    assert_eq!(app.named(NETWORK, &used.0).await.row.state, UserState::Active);
}

async fn numbers_that_run_out_are_a_problem_and_released_ones_come_back(app: App) {
    let browser = app.browser_at(NETWORK);
    let unused = create(&browser, "never@example.jp").await;
    let counted = numberings::Entity::update_many()
        .col_expr(numberings::Column::Last, Expr::value(999_998))
        .filter(numberings::Column::Noun.eq("contractor"))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
    assert_eq!(create(&browser, "last@example.jp").await.0, "id999999");
    let refused = browser.ask_contractor_id("more@example.jp").await;
    refused.refused(503, "numbers_exhausted");
    assert_eq!(app.mails_to("more@example.jp").await.len(), 0);
    app.advance(TimeDelta::days(10) + TimeDelta::seconds(1));
    assert!(housekeeping::once(app.services()).await.is_empty());
    let again = create(&app.browser_at(NETWORK), "new@example.jp").await;
    assert_eq!(again.0, unused.0);
    start(&app.browser_at(NETWORK), &unused.0, &unused.1).await.refused(401, "invalid_credentials");
    let _session = sign_in(&app.browser_at(NETWORK), &again.0, &again.1).await;
}

async fn only_where_the_portal_says_so(app: App) {
    for portal in [PORTAL, RENTAL] {
        let refused = app.browser_at(portal).post("/contractors", json!({ "mail_address": MAIL })).await;
        refused.refused(404, "not_found");
    }
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 0);
}
