//! Forgotten registered mail address (T4): within a login whose password was right, the facts of the contract bring a
//! link to a new address; the old one is told and can take it back.

use api_tests::{Answer, App, Browser, PASSWORD, Subscriber, User, on_both_engines};
use madoguchi_api_types::sessions::SignInAttempt;
use serde_json::json;

use crate::letters;

on_both_engines!(
    the_facts_bring_a_link_to_the_new_address,
    other_facts_bring_nothing,
    it_needs_the_browser_that_gave_the_password,
    who_has_a_stronger_factor_uses_that,
    guessing_is_slowed,
);

const NEW: &str = "atarashii@example.jp";

async fn start(app: &App) -> (Subscriber, User, Browser, SignInAttempt) {
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    (subscriber, user, browser, attempt)
}

async fn recover(browser: &Browser, attempt: &SignInAttempt, facts: serde_json::Value) -> Answer {
    browser.post(&format!("/sign-in-attempts/{}/mail-address-recovery", attempt.id), facts).await
}

async fn the_facts_bring_a_link_to_the_new_address(app: App) {
    let (subscriber, user, browser, attempt) = start(&app).await;
    let _sent = recover(&browser, &attempt, subscriber.contract_facts(NEW)).await.expect(202);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    let token = letters::token(&letters::newest(&app, NEW, "メールアドレス変更確認").await);
    let _done =
        app.browser().post("/mail-change-links", json!({ "step": "confirm", "token": token })).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, NEW);
    let undo = letters::token(&letters::newest(&app, &user.row.mail_address, "変更完了").await);
    let _undone = app.browser().post("/mail-change-links", json!({ "step": "undo", "token": undo })).await.expect(204);
    assert_eq!(user.now(&app).await.mail_address, user.row.mail_address);
    app.browser().give_own_password(&user, PASSWORD).await.refused(401, "invalid_credentials");
}

async fn other_facts_bring_nothing(app: App) {
    let (subscriber, _, browser, attempt) = start(&app).await;
    let stranger = app.subscriber().await;
    let elsewhere = app.billing_group(&subscriber.customer).await;
    let other_contract = app.contract(&elsewhere, |_| {}).await;
    let mut other_group = subscriber.contract_facts(NEW);
    other_group["contract_number"] = json!(other_contract.number);
    let mut other_name = subscriber.contract_facts(NEW);
    other_name["customer_name"] = json!("ベツノナマエ");
    for facts in [stranger.contract_facts(NEW), other_group, other_name] {
        recover(&browser, &attempt, facts).await.refused(404, "customer_not_found");
    }
    assert!(app.mails_to(NEW).await.is_empty());
}

async fn it_needs_the_browser_that_gave_the_password(app: App) {
    let (subscriber, _, _, attempt) = start(&app).await;
    recover(&app.browser(), &attempt, subscriber.contract_facts(NEW)).await.refused(404, "sign_in_attempt_unknown");
    assert!(app.mails_to(NEW).await.is_empty());
}

async fn who_has_a_stronger_factor_uses_that(app: App) {
    let (subscriber, user, browser, attempt) = start(&app).await;
    app.authenticator(&user).await;
    recover(&browser, &attempt, subscriber.contract_facts(NEW)).await.refused(409, "stronger_factor_present");
    assert!(app.mails_to(NEW).await.is_empty());
}

async fn guessing_is_slowed(app: App) {
    let (subscriber, _, browser, attempt) = start(&app).await;
    let mut wrong = subscriber.contract_facts(NEW);
    wrong["postal_code"] = json!("9999999");
    for _ in 0..5 {
        recover(&browser, &attempt, wrong.clone()).await.refused(404, "customer_not_found");
    }
    let blocked = recover(&browser, &attempt, subscriber.contract_facts(NEW)).await.refused(429, "too_many_attempts");
    assert!(blocked.retry_at.is_some());
}
