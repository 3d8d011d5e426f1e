//! Where a second factor is always asked and a mail is none: who has none yet comes in by the password alone, to add one
//! and for nothing else (A8 of the faults found from outside).

use api_tests::{App, AuthenticatorApp, PASSWORD, RENTAL, STRICT, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{SecondFactor, Session, SignInAttempt};
use madoguchi_entities::audit_events;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

on_both_engines!(
    who_has_none_adds_one_first,
    nothing_else_is_open_before,
    who_has_one_is_asked_for_it,
    a_choice_without_a_factor_locks_nobody_out,
    the_password_is_chosen_first,
    the_password_given_again_renews_the_token,
    refusals_are_written_down,
);

const REQUIRED: &str = "second_factor_enrolment_required";

async fn begin(browser: &api_tests::Browser, user: &api_tests::User) -> Session {
    let attempt: SignInAttempt = browser.give_own_password(user, PASSWORD).await.expect(201).json();
    assert!(attempt.methods.is_empty() && !attempt.one_time_password);
    browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.expect(201).json()
}

async fn who_has_none_adds_one_first(app: App) {
    let user = app.person_at(STRICT).await;
    let browser = app.browser_at(STRICT);
    assert!(begin(&browser, &user).await.second_factor_enrolment_required);
    browser.get("/users").await.refused(403, REQUIRED);
    let (phone, codes) = browser.add_app("携帯電話").await;
    assert_eq!(codes.len(), 10);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(!session.second_factor_enrolment_required);
    let _open = browser.get("/users").await.expect(200);
    let next = app.browser_at(STRICT);
    let attempt: SignInAttempt = next.give_own_password(&user, PASSWORD).await.expect(201).json();
    assert_eq!(attempt.methods, [SecondFactor::Totp, SecondFactor::RecoveryCode]);
    let _asked = next.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.refused_fields();
    app.advance(TimeDelta::seconds(60));
    let session: Session = next.complete_by(&attempt, "totp", &phone.code_in(0)).await.expect(201).json();
    assert!(!session.second_factor_enrolment_required);
}

async fn nothing_else_is_open_before(app: App) {
    let user = app.person_at(STRICT).await;
    let browser = app.browser_at(STRICT);
    begin(&browser, &user).await;
    for path in ["/users", "/account/sessions", "/account/events", "/notices"] {
        browser.get(path).await.refused(403, REQUIRED);
    }
    browser.post("/account/mail-changes", json!({})).await.refused(403, REQUIRED);
    let change = json!({ "current_password": PASSWORD, "password": "Nagare5.gumo" });
    browser.put("/account/password", change).await.refused(403, REQUIRED);
    browser.patch("/account/profile", json!({ "uses_second_factor": false })).await.refused(403, REQUIRED);
    browser.post("/account/recovery-codes", json!({})).await.refused(403, REQUIRED);
    let _list = browser.get("/account/authenticators").await.expect(200);
    let _out = browser.delete("/session").await.expect(204);
}

async fn who_has_one_is_asked_for_it(app: App) {
    let user = app.person_at(STRICT).await;
    app.authenticator(&user).await;
    let browser = app.browser_at(STRICT);
    let attempt: SignInAttempt = browser.give_own_password(&user, PASSWORD).await.expect(201).json();
    assert_eq!(attempt.methods, [SecondFactor::Totp]);
    let _asked = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await.refused_fields();
}

/// The same kind: chosen, with a mail that counts, everybody has something to give.
async fn a_choice_without_a_factor_locks_nobody_out(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let _chosen = browser.patch("/account/profile", json!({ "uses_second_factor": true })).await.expect(204);
    let attempt: SignInAttempt = app.browser_at(RENTAL).give_own_password(&user, PASSWORD).await.expect(201).json();
    assert_eq!(attempt.methods, [SecondFactor::Mail]);
}

async fn the_password_is_chosen_first(app: App) {
    let user = app.person_at(STRICT).await;
    app.require_password_change(&user).await;
    let browser = app.browser_at(STRICT);
    let session = begin(&browser, &user).await;
    assert!(session.password_change_required && session.second_factor_enrolment_required);
    browser.get("/account/authenticators").await.refused(403, "password_change_required");
    let _chosen = browser.put("/account/password", json!({ "password": "Nagare5.gumo" })).await.expect(204);
    browser.get("/users").await.refused(403, REQUIRED);
    browser.add_app("携帯電話").await;
    let _open = browser.get("/users").await.expect(200);
}

/// ASVS 7.2.4: whoever copied the token before has nothing of it.
async fn the_password_given_again_renews_the_token(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let before = browser.cookie(&browser.session_cookie()).unwrap();
    let _again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let _still_in = browser.get("/session").await.expect(200);
    let thief = app.browser_at(RENTAL);
    thief.set_cookie(&thief.session_cookie(), &before);
    thief.get("/session").await.refused(401, "session_ended");
}

/// A17: what was tried and refused stands in the audit log.
async fn refusals_are_written_down(app: App) {
    let user = app.person_at(STRICT).await;
    let browser = app.browser_at(STRICT);
    begin(&browser, &user).await;
    let phone = AuthenticatorApp::scan(&app, &browser.offer_app("携帯電話").await);
    browser.confirm_app(phone.id, "000000").await.refused(401, "invalid_one_time_password");
    let _asked = browser.post("/session/reauthentication", json!({ "password": "wrong" })).await.refused_fields();
    let subscriber = app.subscriber().await;
    let general = app.user_with(&subscriber.group, |row| row.role = sea_orm::ActiveValue::Set(GENERAL)).await;
    let browser = app.signed_in(&general).await;
    // Once an hour is enough to know: a loop does not fill the ledger.
    for _ in 0..3 {
        browser.get("/users").await.refused(403, "permission_missing");
    }
    for action in ["authenticator.refused", "password.refused", "permission.refused"] {
        let found = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
        assert_eq!(found.count(app.db()).await.unwrap(), 1, "{action}");
    }
}

const GENERAL: madoguchi_entities::users::UserRole = madoguchi_entities::users::UserRole::General;
