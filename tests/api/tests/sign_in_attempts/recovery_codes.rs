//! Recovery codes stand for a lost second factor: shown once, of use once, gone with what they stand for.

use std::collections::BTreeSet;

use api_tests::{App, Browser, RENTAL, User, full_width, on_both_engines};
use madoguchi_api_types::authenticators::{Authenticators, RecoveryCodes};
use madoguchi_api_types::sessions::SecondFactor;
use madoguchi_entities::recovery_codes;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

on_both_engines!(
    each_works_once,
    somebody_elses_are_wrong,
    renewed_ones_void_the_old,
    they_go_with_the_last_second_factor,
    nobody_without_a_second_factor_gets_any,
    they_are_kept_as_codes_of_the_servers_key,
    one_code_given_often_at_once_lets_one_in,
);

const REFUSED: &str = "invalid_one_time_password";

async fn with_codes(app: &App) -> (User, Browser, Vec<String>) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let (_, codes) = browser.add_app("携帯電話").await;
    (user, browser, codes)
}

async fn give(app: &App, user: &User, code: &str) -> api_tests::Answer {
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(user).await;
    browser.complete_by(&attempt, "recovery_code", code).await
}

async fn left(browser: &Browser) -> u64 {
    browser.get("/account/authenticators").await.expect(200).json::<Authenticators>().recovery_codes_left
}

async fn each_works_once(app: App) {
    let (user, browser, codes) = with_codes(&app).await;
    assert_eq!((codes.len(), codes.iter().collect::<BTreeSet<_>>().len(), left(&browser).await), (10, 10, 10));
    give(&app, &user, "abcde-fghjk").await.refused(401, REFUSED);
    for (code, rest) in codes.iter().zip((0..10).rev()) {
        let spelling = match rest % 3 {
            0 => code.to_uppercase(),
            1 => full_width(code),
            _ => code.replace('-', " "),
        };
        let _session = give(&app, &user, &spelling).await.expect(201);
        assert_eq!(left(&browser).await, rest);
        if rest % 3 == 0 {
            let answer = give(&app, &user, code).await;
            answer.refused(401, REFUSED);
        }
    }
    let attempt = app.browser_at(RENTAL).start_sign_in(&user).await;
    assert!(!attempt.methods.contains(&SecondFactor::RecoveryCode));
    let shown = browser.get("/account/authenticators").await.expect(200).text();
    assert!(codes.iter().all(|code| !shown.contains(code)), "they are shown once");
}

async fn somebody_elses_are_wrong(app: App) {
    let (user, _, _) = with_codes(&app).await;
    let (_, _, foreign) = with_codes(&app).await;
    give(&app, &user, &foreign[0]).await.refused(401, REFUSED);
}

async fn renewed_ones_void_the_old(app: App) {
    let (user, browser, old) = with_codes(&app).await;
    let _used = give(&app, &user, &old[0]).await.expect(201);
    let new: RecoveryCodes = browser.post("/account/recovery-codes", json!({})).await.expect(201).json();
    assert_eq!((new.codes.len(), left(&browser).await), (10, 10));
    assert!(new.codes.iter().all(|code| !old.contains(code)));
    give(&app, &user, &old[1]).await.refused(401, REFUSED);
    let _session = give(&app, &user, &new.codes[0]).await.expect(201);
}

async fn they_go_with_the_last_second_factor(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let (first, codes) = browser.add_app("携帯電話").await;
    let (second, _) = browser.add_app("時計").await;
    let _gone = browser.delete(&format!("/account/authenticators/{}", first.id)).await.expect(204);
    assert_eq!(left(&browser).await, 10);
    let _gone = browser.delete(&format!("/account/authenticators/{}", second.id)).await.expect(204);
    assert_eq!(recovery_codes::Entity::find().count(app.db()).await.unwrap(), 0);
    let attempt = app.browser_at(RENTAL).start_sign_in(&user).await;
    assert_eq!(attempt.methods, [SecondFactor::Mail], "the choice to be asked stays");
    give(&app, &user, &codes[0]).await.refused(401, REFUSED);
    let (_, anew) = browser.add_app("携帯電話").await;
    assert_eq!(anew.len(), 10);
    give(&app, &user, &codes[0]).await.refused(401, REFUSED);
}

async fn nobody_without_a_second_factor_gets_any(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    browser.post("/account/recovery-codes", json!({})).await.refused(409, "no_authenticator");
    assert_eq!(left(&browser).await, 0);
}

/// What the database holds cannot be tried through without the server's key: the same code of two people looks
/// different, and none is there in plain or as a bare digest.
async fn they_are_kept_as_codes_of_the_servers_key(app: App) {
    let (_, _, codes) = with_codes(&app).await;
    let rows = recovery_codes::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(rows.len(), 10);
    for row in &rows {
        assert_eq!(row.code_hash.len(), 32);
        for code in &codes {
            for spelling in [code.clone(), code.replace('-', "")] {
                assert_ne!(row.code_hash, spelling.as_bytes());
                assert_ne!(row.code_hash, sha256(spelling.as_bytes()));
                assert_ne!(row.code_hash, sha256(&[row.user_id.0.as_bytes(), spelling.as_bytes()].concat()));
            }
        }
    }
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

async fn one_code_given_often_at_once_lets_one_in(app: App) {
    let (user, _, codes) = with_codes(&app).await;
    let mut tries = Vec::new();
    for _ in 0..4 {
        let browser = app.browser_at(RENTAL);
        let attempt = browser.start_sign_in(&user).await;
        tries.push((browser, attempt));
    }
    let give =
        tries.iter().map(async |(browser, attempt)| browser.complete_by(attempt, "recovery_code", &codes[0]).await);
    let answers = futures_util::future::join_all(give).await;
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(401, REFUSED);
    }
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
}
