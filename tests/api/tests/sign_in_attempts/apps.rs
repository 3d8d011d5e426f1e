//! Authenticator apps: added after the password was given again, tolerant of one step, and no step works twice.

use api_tests::{App, AuthenticatorApp, Browser, PORTAL, RENTAL, User, full_width, on_both_engines, solve};
use chrono::TimeDelta;
use madoguchi_api_types::authenticators::{Authenticator, Authenticators, RecoveryCodes, TotpOffer};
use madoguchi_api_types::sessions::SecondFactor;
use madoguchi_entities::{audit_events, authenticators};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

on_both_engines!(
    an_added_app_is_asked_at_the_login,
    one_step_is_tolerated_and_two_are_not,
    no_step_works_twice,
    a_code_of_somebody_else_is_wrong,
    an_offer_counts_for_nothing_until_it_is_confirmed,
    confirming_is_slowed,
    a_mail_comes_on_demand,
    each_change_is_told_and_noted,
    each_change_needs_a_recent_password,
    others_find_nothing,
    ten_are_enough,
    the_robot_check_is_asked_as_well,
    a_seed_is_not_stored_as_it_is,
);

const REFUSED: &str = "invalid_one_time_password";

/// Somebody with an app, the session in which it was added, and the app.
async fn with_app(app: &App) -> (User, Browser, AuthenticatorApp) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let (phone, _) = browser.add_app("携帯電話").await;
    (user, browser, phone)
}

async fn listed(browser: &Browser) -> Authenticators {
    browser.get("/account/authenticators").await.expect(200).json()
}

async fn an_added_app_is_asked_at_the_login(app: App) {
    let (user, browser, phone) = with_app(&app).await;
    let other = app.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    let ways = [SecondFactor::Totp, SecondFactor::Mail, SecondFactor::RecoveryCode];
    assert_eq!((attempt.methods.as_slice(), attempt.one_time_password), (ways.as_slice(), false));
    let code = phone.next_code();
    let typed = format!(" {}　{}", full_width(&code[..3]), &code[3..]);
    let _session = other.complete_by(&attempt, "totp", &typed).await.expect(201);
    let owned = listed(&browser).await;
    assert_eq!((owned.items.len(), owned.items[0].last_used_at), (1, Some(app.now())));
}

async fn one_step_is_tolerated_and_two_are_not(app: App) {
    let (user, _, phone) = with_app(&app).await;
    app.advance(TimeDelta::minutes(5));
    for away in [-2, 2] {
        let browser = app.browser_at(RENTAL);
        let attempt = browser.start_sign_in(&user).await;
        browser.complete_by(&attempt, "totp", &phone.code_in(away)).await.refused(401, REFUSED);
    }
    for away in [-1, 0, 1] {
        let browser = app.browser_at(RENTAL);
        let attempt = browser.start_sign_in(&user).await;
        let _session = browser.complete_by(&attempt, "totp", &phone.code_in(away)).await.expect(201);
    }
}

async fn no_step_works_twice(app: App) {
    let (user, _, phone) = with_app(&app).await;
    let give = async |code: &str| {
        let browser = app.browser_at(RENTAL);
        let attempt = browser.start_sign_in(&user).await;
        browser.complete_by(&attempt, "totp", code).await
    };
    give(&phone.code_in(0)).await.refused(401, REFUSED);
    let code = phone.next_code();
    let _first = give(&code).await.expect(201);
    give(&code).await.refused(401, REFUSED);
    give(&phone.code_in(-1)).await.refused(401, REFUSED);
    let _next = give(&phone.next_code()).await.expect(201);
}

async fn a_code_of_somebody_else_is_wrong(app: App) {
    let (user, _, phone) = with_app(&app).await;
    let (_, _, foreign) = with_app(&app).await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    browser.complete_by(&attempt, "totp", &foreign.next_code()).await.refused(401, REFUSED);
    let _session = browser.complete_by(&attempt, "totp", &phone.next_code()).await.expect(201);
}

async fn an_offer_counts_for_nothing_until_it_is_confirmed(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.signed_in(&user).await;
    let offer = browser.offer_app("携帯電話").await;
    let phone = AuthenticatorApp::scan(&app, &offer);
    assert!(offer.uri.starts_with("otpauth://totp/") && offer.uri.contains(&offer.secret), "{}", offer.uri);
    assert_eq!(listed(&browser).await.items, []);
    assert!(app.browser_at(RENTAL).start_sign_in(&user).await.methods.is_empty());
    let _asked = browser.patch("/account/profile", json!({ "uses_second_factor": true })).await.expect(204);
    let other = app.browser_at(RENTAL);
    let attempt = other.start_sign_in(&user).await;
    assert_eq!(attempt.methods, [SecondFactor::Mail]);
    other.complete_by(&attempt, "totp", &phone.code_in(0)).await.refused(401, REFUSED);

    browser.confirm_app(offer.id, &phone.code_in(2)).await.refused(401, REFUSED);
    let second = AuthenticatorApp::scan(&app, &browser.offer_app("時計").await);
    browser.confirm_app(offer.id, &phone.code_in(0)).await.refused(404, "not_found");
    let _confirmed = browser.confirm_app(second.id, &second.code_in(0)).await.expect(200);
    browser.confirm_app(second.id, &second.code_in(1)).await.refused(404, "not_found");
    assert_eq!(listed(&browser).await.items.len(), 1);
}

async fn confirming_is_slowed(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let phone = AuthenticatorApp::scan(&app, &browser.offer_app("携帯電話").await);
    for _ in 0..10 {
        browser.confirm_app(phone.id, &phone.code_in(9)).await.refused(401, REFUSED);
    }
    let slowed = browser.confirm_app(phone.id, &phone.code_in(0)).await.refused(429, "too_many_attempts");
    assert_eq!(slowed.retry_at, Some(app.now() + TimeDelta::minutes(1)));
}

async fn a_mail_comes_on_demand(app: App) {
    let (user, _, _) = with_app(&app).await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    let path = format!("/sign-in-attempts/{}/one-time-password", attempt.id);
    let _mailed = browser.post(&path, json!({})).await.expect(202);
    let code = browser.mailed_code(&user).await;
    let _session = browser.complete_by(&attempt, "mail", &code).await.expect(201);
}

async fn each_change_is_told_and_noted(app: App) {
    let (user, browser, phone) = with_app(&app).await;
    let path = format!("/account/authenticators/{}", phone.id);
    let renamed: Authenticator = browser.patch(&path, json!({ "name": " 会社の電話　" })).await.expect(200).json();
    assert_eq!((renamed.id, renamed.name.as_str()), (phone.id, "会社の電話"));
    let _new: RecoveryCodes = browser.post("/account/recovery-codes", json!({})).await.expect(201).json();
    let _gone = browser.delete(&path).await.expect(204);
    let mails = app.mails_to(&user.row.mail_address).await;
    let changes =
        mails.iter().filter_map(|mail| mail.content.text.lines().find_map(|it| it.strip_prefix("変更内容 : ")));
    assert_eq!(
        changes.collect::<Vec<_>>(),
        [
            "認証アプリ「携帯電話」が追加されました。",
            "認証アプリ「会社の電話」の名前が変更されました。",
            "リカバリーコードが再発行されました。",
            "認証アプリ「会社の電話」が削除されました。",
        ]
    );
    let events = audit_events::Entity::find()
        .filter(audit_events::Column::UserId.eq(user.row.id))
        .filter(audit_events::Column::Action.starts_with("authenticator."))
        .order_by_asc(audit_events::Column::Id)
        .all(app.db())
        .await
        .unwrap();
    let noted: Vec<_> = events.iter().map(|event| (event.action.as_str(), event.subject_id)).collect();
    let about = Some(phone.id);
    assert_eq!(
        noted,
        [("authenticator.added", about), ("authenticator.renamed", about), ("authenticator.removed", about)]
    );
    let renewed = audit_events::Entity::find().filter(audit_events::Column::Action.eq("recovery_codes.renewed"));
    assert_eq!(renewed.all(app.db()).await.unwrap().len(), 1);
}

async fn each_change_needs_a_recent_password(app: App) {
    let (_, browser, phone) = with_app(&app).await;
    let offered = AuthenticatorApp::scan(&app, &browser.offer_app("時計").await);
    app.advance(TimeDelta::minutes(11));
    let path = format!("/account/authenticators/{}", phone.id);
    let refused = |answer: api_tests::Answer| answer.refused(403, "reauthentication_required");
    refused(browser.post("/account/totp-offers", json!({ "name": "時計" })).await);
    refused(browser.confirm_app(offered.id, &offered.code_in(0)).await);
    refused(browser.post("/account/passkey-challenges", json!({})).await);
    refused(browser.post("/account/recovery-codes", json!({})).await);
    refused(browser.patch(&path, json!({ "name": "電話" })).await);
    refused(browser.delete(&path).await);
    let owned = listed(&browser).await;
    assert_eq!((owned.items.len(), owned.items[0].name.as_str()), (1, "携帯電話"));
}

async fn others_find_nothing(app: App) {
    let (_, owner, phone) = with_app(&app).await;
    let (_, stranger, own) = with_app(&app).await;
    let offer = owner.offer_app("時計").await;
    let path = format!("/account/authenticators/{}", phone.id);
    stranger.patch(&path, json!({ "name": "電話" })).await.refused(404, "not_found");
    stranger.delete(&path).await.refused(404, "not_found");
    let code = AuthenticatorApp::scan(&app, &offer).code_in(0);
    stranger.confirm_app(offer.id, &code).await.refused(404, "not_found");
    assert_eq!(listed(&stranger).await.items[0].id, own.id);
    assert_eq!(listed(&owner).await.items[0].name, "携帯電話");
}

async fn ten_are_enough(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    for name in ["", " 　"] {
        let refused = browser.post("/account/totp-offers", json!({ "name": name })).await.refused_fields();
        assert_eq!(refused, [("name".to_owned(), "required".to_owned())]);
    }
    let long = browser.post("/account/totp-offers", json!({ "name": "電".repeat(51) })).await.refused_fields();
    assert_eq!(long, [("name".to_owned(), "too_long".to_owned())]);
    let (_, codes) = browser.add_app(&"電".repeat(50)).await;
    assert_eq!(codes.len(), 10);
    for number in 2..=10 {
        let (_, codes) = browser.add_app(&format!("電話{number}")).await;
        assert_eq!(codes.len(), 0, "the codes of the first one still hold");
    }
    let eleventh = browser.post("/account/totp-offers", json!({ "name": "電話11" })).await;
    eleventh.refused(409, "authenticator_limit_reached");
}

async fn the_robot_check_is_asked_as_well(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let (phone, _) = app.signed_in(&user).await.add_app("携帯電話").await;
    let browser = app.browser_at(PORTAL);
    let attempt = browser.start_sign_in(&user).await;
    assert_eq!((attempt.methods[0], attempt.one_time_password), (SecondFactor::Totp, false));
    let code = phone.next_code();
    let unsolved = browser.complete_by(&attempt, "totp", &code).await.refused_fields();
    assert_eq!(unsolved, [("robot_solution".to_owned(), "robot_check_failed".to_owned())]);
    let body = json!({ "method": "totp", "one_time_password": code, "robot_solution": solve(&attempt) });
    let _session = browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), body).await.expect(201);
}

async fn a_seed_is_not_stored_as_it_is(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let offer: TotpOffer = browser.offer_app("携帯電話").await;
    let row = authenticators::Entity::find().one(app.db()).await.unwrap().unwrap();
    // 20 bytes of a seed, 24 of a nonce, 16 of a seal.
    assert_eq!(row.sealed_secret.len(), 60);
    let seed = totp_rs::Secret::try_from_base32(&offer.secret).unwrap();
    assert!(!row.sealed_secret.windows(8).any(|part| seed.as_bytes().windows(8).any(|it| it == part)));
}
