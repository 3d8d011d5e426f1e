//! Answers to passkey ceremonies that are rubbish, foreign, late or given twice. (Right ones need a device: they are
//! tested in a browser.)

use api_tests::{Answer, App, Browser, NETWORK, PORTAL, RENTAL, User, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{PasskeyChallenge, SecondFactor};
use madoguchi_entities::{authenticators, sessions};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    rubbish_is_refused,
    a_made_up_passkey_is_refused_and_its_challenge_used_up,
    a_challenge_belongs_to_its_browser,
    a_challenge_lives_ten_minutes,
    a_challenge_is_for_one_purpose,
    asking_without_end_is_slowed,
    rubbish_adds_no_passkey,
    a_challenge_to_add_one_belongs_to_its_person,
    a_challenge_to_add_one_lives_ten_minutes,
    who_has_none_is_asked_for_none,
    where_there_are_none_nothing_is_offered,
);

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn client_data(kind: &str, challenge: &PasskeyChallenge) -> String {
    let challenge = &challenge.options["publicKey"]["challenge"];
    let data = json!({ "type": kind, "challenge": challenge, "origin": "https://my.example.jp" });
    encode(data.to_string().as_bytes())
}

/// An answer of the right shape to the right challenge, signed by nobody.
fn made_up(challenge: &PasskeyChallenge, user: Uuid) -> Value {
    let id = encode(&[7; 32]);
    json!({
        "id": id, "rawId": id, "type": "public-key", "extensions": {},
        "response": {
            "clientDataJSON": client_data("webauthn.get", challenge),
            "authenticatorData": encode(&[&[9; 32][..], &[5, 0, 0, 0, 1]].concat()),
            "signature": encode(&[3; 70]),
            "userHandle": encode(user.as_bytes()),
        },
    })
}

/// A new passkey of the right shape that holds no key.
fn made_up_new(challenge: &PasskeyChallenge) -> Value {
    let id = encode(&[7; 32]);
    json!({
        "id": id, "rawId": id, "type": "public-key", "extensions": {},
        "response": {
            "clientDataJSON": client_data("webauthn.create", challenge),
            "attestationObject": encode(b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x40"),
        },
    })
}

async fn ask(browser: &Browser) -> PasskeyChallenge {
    browser.post("/passkey-sign-ins", json!({})).await.expect(201).json()
}

async fn answer(browser: &Browser, challenge: Uuid, credential: &Value) -> Answer {
    browser.post("/passkey-sign-ins/session", json!({ "challenge": challenge, "credential": credential })).await
}

async fn ask_to_add(browser: &Browser) -> PasskeyChallenge {
    browser.post("/account/passkey-challenges", json!({})).await.expect(201).json()
}

async fn add(browser: &Browser, challenge: Uuid, credential: &Value) -> Answer {
    let passkey = json!({ "challenge": challenge, "credential": credential });
    browser.post("/account/passkeys", json!({ "name": "電話", "passkey": passkey })).await
}

async fn nobody_is_in(app: &App, browser: &Browser) {
    browser.get("/session").await.refused(401, "session_missing");
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn rubbish_is_refused(app: App) {
    for portal in [PORTAL, RENTAL] {
        let browser = app.browser_at(portal);
        let challenge = ask(&browser).await;
        assert_eq!(challenge.options["publicKey"]["userVerification"], "required");
        let mut cut = made_up(&challenge, Uuid::now_v7());
        cut["response"]["clientDataJSON"] = json!("%%%");
        for rubbish in [json!({}), json!("rubbish"), json!([1, 2]), Value::Null, cut] {
            let refused = answer(&browser, challenge.id, &rubbish).await;
            refused.refused(401, "passkey_refused");
            assert_eq!(refused.header("set-cookie"), None);
        }
        nobody_is_in(&app, &browser).await;
    }
}

async fn a_made_up_passkey_is_refused_and_its_challenge_used_up(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.browser_at(RENTAL);
    for person in [user.row.id.0, Uuid::now_v7()] {
        let challenge = ask(&browser).await;
        let credential = made_up(&challenge, person);
        answer(&browser, challenge.id, &credential).await.refused(401, "passkey_refused");
        answer(&browser, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    }
    nobody_is_in(&app, &browser).await;
}

async fn a_challenge_belongs_to_its_browser(app: App) {
    let (owner, thief) = (app.browser_at(RENTAL), app.browser_at(RENTAL));
    let challenge = ask(&owner).await;
    let credential = made_up(&challenge, Uuid::now_v7());
    answer(&thief, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    let _own = ask(&thief).await;
    answer(&thief, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    let elsewhere = app.browser_at(PORTAL);
    elsewhere.set_cookie(&elsewhere.attempt_cookie(), &owner.cookie(&owner.attempt_cookie()).unwrap());
    answer(&elsewhere, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    answer(&owner, Uuid::now_v7(), &credential).await.refused(410, "passkey_challenge_expired");
    answer(&owner, challenge.id, &credential).await.refused(401, "passkey_refused");
    nobody_is_in(&app, &thief).await;
}

async fn a_challenge_lives_ten_minutes(app: App) {
    let browser = app.browser_at(RENTAL);
    let challenge = ask(&browser).await;
    app.advance(TimeDelta::minutes(11));
    let credential = made_up(&challenge, Uuid::now_v7());
    answer(&browser, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    nobody_is_in(&app, &browser).await;
}

async fn a_challenge_is_for_one_purpose(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let to_add = ask_to_add(&browser).await;
    let to_come_in = ask(&browser).await;
    let crossed = add(&browser, to_come_in.id, &made_up_new(&to_come_in)).await;
    crossed.refused(410, "passkey_challenge_expired");
    let crossed = answer(&browser, to_add.id, &made_up(&to_add, Uuid::now_v7())).await;
    crossed.refused(410, "passkey_challenge_expired");
}

/// Each challenge is a row until it ends.
async fn asking_without_end_is_slowed(app: App) {
    let browser = app.browser_at(RENTAL);
    for _ in 0..200 {
        let _asked = ask(&browser).await;
    }
    let slowed = browser.post("/passkey-sign-ins", json!({})).await;
    slowed.refused(429, "too_many_attempts");
    assert_eq!(slowed.retry_after(), Some(app.now() + TimeDelta::hours(1)));
    let elsewhere = app.browser_at(RENTAL);
    elsewhere.move_to("198.51.100.7");
    let _asked = ask(&elsewhere).await;
}

async fn rubbish_adds_no_passkey(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let challenge = ask_to_add(&browser).await;
    for rubbish in [json!({}), json!("rubbish"), Value::Null, made_up_new(&challenge)] {
        add(&browser, challenge.id, &rubbish).await.refused(401, "passkey_refused");
    }
    assert_eq!(authenticators::Entity::find().count(app.db()).await.unwrap(), 0);
    assert!(app.browser_at(RENTAL).start_sign_in(&user).await.methods.is_empty());
}

async fn a_challenge_to_add_one_belongs_to_its_person(app: App) {
    let people: [User; 2] = [app.person_at(RENTAL).await, app.person_at(RENTAL).await];
    let (owner, thief) = (app.signed_in(&people[0]).await, app.signed_in(&people[1]).await);
    let challenge = ask_to_add(&owner).await;
    let credential = made_up_new(&challenge);
    add(&thief, challenge.id, &credential).await.refused(410, "passkey_challenge_expired");
    add(&owner, challenge.id, &credential).await.refused(401, "passkey_refused");
}

async fn a_challenge_to_add_one_lives_ten_minutes(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let challenge = ask_to_add(&browser).await;
    app.advance(TimeDelta::minutes(11));
    let given = browser.post("/session/reauthentication", json!({ "password": api_tests::PASSWORD })).await;
    let _given = given.expect(204);
    let late = add(&browser, challenge.id, &made_up_new(&challenge)).await;
    late.refused(410, "passkey_challenge_expired");
}

async fn who_has_none_is_asked_for_none(app: App) {
    let user = app.person_at(RENTAL).await;
    let _phone = app.signed_in(&user).await.add_app("携帯電話").await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    assert!(!attempt.methods.contains(&SecondFactor::Passkey));
    let path = format!("/sign-in-attempts/{}", attempt.id);
    browser.post(&format!("{path}/passkey-challenge"), json!({})).await.refused(404, "not_found");
    let alone = ask(&app.browser_at(RENTAL)).await;
    let passkey = json!({ "challenge": alone.id, "credential": made_up(&alone, user.row.id.0) });
    let body = json!({ "method": "passkey", "passkey": passkey });
    let refused = browser.post(&format!("{path}/session"), body).await;
    refused.refused(401, "invalid_one_time_password");
    let stranger = app.browser_at(RENTAL);
    let foreign = stranger.post(&format!("{path}/passkey-challenge"), json!({})).await;
    foreign.refused(404, "sign_in_attempt_unknown");
}

async fn where_there_are_none_nothing_is_offered(app: App) {
    let browser = app.signed_in(&app.person_at(NETWORK).await).await;
    browser.post("/passkey-sign-ins", json!({})).await.refused(404, "not_found");
    answer(&browser, Uuid::now_v7(), &json!({})).await.refused(404, "not_found");
    browser.post("/account/passkey-challenges", json!({})).await.refused(404, "not_found");
    add(&browser, Uuid::now_v7(), &json!({})).await.refused(404, "not_found");
    browser.post("/account/totp-offers", json!({ "name": "電話" })).await.refused(404, "not_found");
}
