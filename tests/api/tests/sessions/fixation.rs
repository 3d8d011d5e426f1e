//! A value that somebody planted is never adopted: each login makes its own, and ends what the browser had before.

use api_tests::{App, Browser, RENTAL, User, on_both_engines};
use madoguchi_api_types::sessions::Session;
use madoguchi_entities::{sessions, sign_in_attempts};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(
    a_planted_session_is_never_adopted,
    a_planted_login_under_way_is_never_adopted,
    an_own_attempt_in_a_foreign_browser_opens_the_own_account_only,
    each_login_has_a_session_of_its_own,
    a_login_over_a_session_of_somebody_else_replaces_it,
);

async fn who(browser: &Browser) -> String {
    browser.get("/session").await.expect(200).json::<Session>().user.mail_address
}

fn token(browser: &Browser) -> String {
    browser.cookie(&browser.session_cookie()).unwrap()
}

async fn two(app: &App) -> [User; 2] {
    [app.person_at(RENTAL).await, app.person_at(RENTAL).await]
}

async fn a_planted_session_is_never_adopted(app: App) {
    let [attacker, victim] = two(&app).await;
    let planted = token(&app.signed_in(&attacker).await);
    for value in [planted.as_str(), "planted", "00000000-0000-7000-8000-000000000000"] {
        let browser = app.browser_at(RENTAL);
        browser.set_cookie(&browser.session_cookie(), value);
        browser.sign_in(&victim, api_tests::PASSWORD).await;
        assert_eq!(who(&browser).await, victim.row.mail_address);
        assert_ne!(token(&browser), value);
        let thief = app.browser_at(RENTAL);
        thief.set_cookie(&thief.session_cookie(), value);
        assert_eq!(thief.get("/session").await.status, 401, "{value} must be worth nothing after the login");
    }
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 4, "each login has a row of its own");
}

async fn a_planted_login_under_way_is_never_adopted(app: App) {
    let [attacker, victim] = two(&app).await;
    let (thief, browser) = (app.browser_at(RENTAL), app.browser_at(RENTAL));
    let _own = thief.start_sign_in(&attacker).await;
    let planted = thief.cookie(&thief.attempt_cookie()).unwrap();
    browser.set_cookie(&browser.attempt_cookie(), &planted);
    let attempt = browser.start_sign_in(&victim).await;
    assert_ne!(browser.cookie(&browser.attempt_cookie()).unwrap(), planted);
    assert_eq!(sign_in_attempts::Entity::find().count(app.db()).await.unwrap(), 2);
    thief.complete(&attempt, "", &Value::Null).await.refused(404, "sign_in_attempt_unknown");
    let _session = browser.complete(&attempt, "", &Value::Null).await.expect(201);
    thief.complete(&attempt, "", &Value::Null).await.refused(404, "sign_in_attempt_unknown");
    assert_eq!(who(&browser).await, victim.row.mail_address);
}

/// Planting an own login under way gives the attacker nothing: the account that opens is the attacker's.
async fn an_own_attempt_in_a_foreign_browser_opens_the_own_account_only(app: App) {
    let [attacker, victim] = two(&app).await;
    let (thief, browser) = (app.browser_at(RENTAL), app.signed_in(&victim).await);
    let attempt = thief.start_sign_in(&attacker).await;
    browser.set_cookie(&browser.attempt_cookie(), &thief.cookie(&thief.attempt_cookie()).unwrap());
    let path = format!("/sign-in-attempts/{}/session", attempt.id);
    let foreign = browser.request(reqwest::Method::POST, &path).json(&json!({})).send().await;
    foreign.refused(403, "request_not_from_site");
    assert_eq!(who(&browser).await, victim.row.mail_address);
}

async fn each_login_has_a_session_of_its_own(app: App) {
    let [user, _] = two(&app).await;
    let browser = app.signed_in(&user).await;
    let first = token(&browser);
    browser.sign_in(&user, api_tests::PASSWORD).await;
    let second = token(&browser);
    assert_ne!(first, second);
    let copied = app.browser_at(RENTAL);
    copied.set_cookie(&copied.session_cookie(), &first);
    copied.get("/session").await.refused(401, "session_ended");
    let _in = browser.get("/session").await.expect(200);
}

async fn a_login_over_a_session_of_somebody_else_replaces_it(app: App) {
    let [before, after] = two(&app).await;
    let browser = app.signed_in(&before).await;
    let elsewhere = app.signed_in(&before).await;
    let copied = app.browser_at(RENTAL);
    copied.set_cookie(&copied.session_cookie(), &token(&browser));

    let attempt = browser.start_sign_in(&after).await;
    assert_eq!(who(&browser).await, before.row.mail_address, "a password alone changes nothing");
    let _session = browser.complete(&attempt, "", &Value::Null).await.expect(201);
    assert_eq!(who(&browser).await, after.row.mail_address);
    copied.get("/session").await.refused(401, "session_ended");
    assert_eq!(who(&elsewhere).await, before.row.mail_address, "sessions of other browsers stay");
}
