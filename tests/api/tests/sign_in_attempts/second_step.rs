//! Second step: the one-time password belongs to one attempt of one browser, lives ten minutes and works once.

use api_tests::{App, OTHER_PORTAL, full_width, on_both_engines, one_time_password, solve};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::SignInAttempt;
use madoguchi_entities::users::{self, UserState};
use madoguchi_entities::{sessions, sign_in_attempts};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

on_both_engines!(
    width_of_the_digits_is_forgiven,
    five_wrong_ones_end_the_attempt,
    it_works_once,
    it_belongs_to_its_attempt,
    it_lives_ten_minutes,
    a_new_one_replaces_the_old,
    mailing_new_ones_is_slowed,
    a_second_tab_takes_over,
    an_attempt_needs_its_browser,
    an_attempt_belongs_to_its_portal,
    a_reload_finds_the_attempt,
    an_account_closed_in_between_gets_no_session,
    simultaneous_completions_make_one_session,
    codes_and_secrets_are_not_stored,
);

/// Six digits that are not these.
fn other_than(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn width_of_the_digits_is_forgiven(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
    let wide = full_width(&code);
    let typed = format!(" {}　{}", &wide[..9], &wide[9..]);
    let _session = browser.complete(&attempt, &typed, &solve(&attempt)).await.expect(201);
}

async fn five_wrong_ones_end_the_attempt(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let (code, solution) = (browser.mailed_code(&user).await, solve(&attempt));
    for _ in 0..5 {
        let wrong = browser.complete(&attempt, &other_than(&code), &solution).await;
        wrong.refused(401, "invalid_one_time_password");
    }
    browser.complete(&attempt, &code, &solution).await.refused(410, "sign_in_attempt_expired");
    let again = browser.post(&format!("/sign-in-attempts/{}/one-time-password", attempt.id), json!({})).await;
    again.refused(410, "sign_in_attempt_expired");
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 0);
    let _a_new_login_works = app.signed_in(&user).await;
}

async fn it_works_once(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let (code, solution) = (browser.mailed_code(&user).await, solve(&attempt));
    let secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let _session = browser.complete(&attempt, &code, &solution).await.expect(201);
    assert_eq!(browser.cookie(&browser.attempt_cookie()), None);
    browser.complete(&attempt, &code, &solution).await.refused(404, "sign_in_attempt_unknown");
    browser.set_cookie(&browser.attempt_cookie(), &secret);
    browser.complete(&attempt, &code, &solution).await.refused(410, "sign_in_attempt_expired");
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn it_belongs_to_its_attempt(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let (one, two) = (app.browser(), app.browser());
    let _first = one.start_sign_in(&user).await;
    let attempt = two.start_sign_in(&user).await;
    let mails = app.mails_to(&user.row.mail_address).await;
    let [first, second] = [one_time_password(&mails[0]), one_time_password(&mails[1])];
    assert_ne!(first, second, "a chance of one in a million");
    two.complete(&attempt, &first, &solve(&attempt)).await.refused(401, "invalid_one_time_password");
    let _session = two.complete(&attempt, &second, &solve(&attempt)).await.expect(201);
}

async fn it_lives_ten_minutes(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let start = async || {
        let browser = app.browser();
        let attempt = browser.start_sign_in(&user).await;
        assert_eq!(attempt.expires_at, app.now() + TimeDelta::minutes(10));
        let code = browser.mailed_code(&user).await;
        (browser, attempt, code)
    };
    let (browser, attempt, code) = start().await;
    app.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
    let _in_time = browser.complete(&attempt, &code, &solve(&attempt)).await.expect(201);
    let (browser, attempt, code) = start().await;
    app.advance(TimeDelta::minutes(10));
    browser.complete(&attempt, &code, &solve(&attempt)).await.refused(410, "sign_in_attempt_expired");
    browser.get(&format!("/sign-in-attempts/{}", attempt.id)).await.refused(410, "sign_in_attempt_expired");
}

async fn a_new_one_replaces_the_old(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let old = browser.mailed_code(&user).await;
    app.advance(TimeDelta::minutes(9));
    let again = browser.post(&format!("/sign-in-attempts/{}/one-time-password", attempt.id), json!({})).await;
    let renewed: SignInAttempt = again.expect(202).json();
    assert_eq!((renewed.id, renewed.expires_at), (attempt.id, app.now() + TimeDelta::minutes(10)));
    let new = browser.mailed_code(&user).await;
    assert_ne!(old, new, "a chance of one in a million");
    browser.complete(&attempt, &old, &solve(&attempt)).await.refused(401, "invalid_one_time_password");
    app.advance(TimeDelta::minutes(9));
    let _session = browser.complete(&attempt, &new, &solve(&attempt)).await.expect(201);
}

async fn mailing_new_ones_is_slowed(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let path = format!("/sign-in-attempts/{}/one-time-password", attempt.id);
    for _ in 0..4 {
        let _mailed = browser.post(&path, json!({})).await.expect(202);
    }
    let refused = browser.post(&path, json!({})).await.refused(429, "too_many_attempts");
    assert_eq!(refused.retry_at, Some(app.now() + TimeDelta::minutes(1)));
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), 5);
}

async fn a_second_tab_takes_over(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let older = browser.start_sign_in(&user).await;
    let older_secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let newer = browser.start_sign_in(&user).await;
    let newer_secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let mails = app.mails_to(&user.row.mail_address).await;
    let [older_code, newer_code] = [one_time_password(&mails[0]), one_time_password(&mails[1])];

    let skipped = browser.complete(&older, &older_code, &solve(&older)).await;
    skipped.refused(404, "sign_in_attempt_unknown");
    browser.get(&format!("/sign-in-attempts/{}", older.id)).await.refused(404, "sign_in_attempt_unknown");
    browser.set_cookie(&browser.attempt_cookie(), &older_secret);
    let crossed = browser.complete(&newer, &newer_code, &solve(&newer)).await;
    crossed.refused(404, "sign_in_attempt_unknown");
    browser.set_cookie(&browser.attempt_cookie(), &newer_secret);
    let _session = browser.complete(&newer, &newer_code, &solve(&newer)).await.expect(201);
}

async fn an_attempt_needs_its_browser(app: App) {
    let group = app.subscriber().await.group;
    let (user, other) = (app.user(&group).await, app.user(&group).await);
    let (owner, thief, nobody) = (app.browser(), app.browser(), app.browser());
    let attempt = owner.start_sign_in(&user).await;
    let (code, solution) = (owner.mailed_code(&user).await, solve(&attempt));
    let _own = thief.start_sign_in(&other).await;
    for browser in [&thief, &nobody] {
        let path = format!("/sign-in-attempts/{}", attempt.id);
        browser.get(&path).await.refused(404, "sign_in_attempt_unknown");
        let mail = browser.post(&format!("{path}/one-time-password"), json!({})).await;
        mail.refused(404, "sign_in_attempt_unknown");
        browser.complete(&attempt, &code, &solution).await.refused(404, "sign_in_attempt_unknown");
    }
    let _session = owner.complete(&attempt, &code, &solution).await.expect(201);
}

async fn an_attempt_belongs_to_its_portal(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let (code, solution) = (browser.mailed_code(&user).await, solve(&attempt));
    let elsewhere = app.browser_at(OTHER_PORTAL);
    elsewhere.set_cookie(&elsewhere.attempt_cookie(), &browser.cookie(&browser.attempt_cookie()).unwrap());
    elsewhere.get(&format!("/sign-in-attempts/{}", attempt.id)).await.refused(404, "sign_in_attempt_unknown");
    elsewhere.complete(&attempt, &code, &solution).await.refused(404, "sign_in_attempt_unknown");
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 0);
}

async fn a_reload_finds_the_attempt(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let found: SignInAttempt = browser.get(&format!("/sign-in-attempts/{}", attempt.id)).await.expect(200).json();
    assert_eq!(found, attempt);
    assert_eq!(app.mails_to(&user.row.mail_address).await.len(), 1, "a reload must not mail again");
}

async fn an_account_closed_in_between_gets_no_session(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let closed = users::Entity::update_many().col_expr(users::Column::State, Expr::value(UserState::Closed));
    closed.exec(app.db()).await.unwrap();
    browser.complete(&attempt, &code, &solve(&attempt)).await.refused(404, "sign_in_attempt_unknown");
}

async fn simultaneous_completions_make_one_session(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let attempt = browser.start_sign_in(&user).await;
    let (code, solution) = (browser.mailed_code(&user).await, solve(&attempt));
    let secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let tries = (0..32).map(async |_| {
        let tab = app.browser();
        tab.set_cookie(&tab.attempt_cookie(), &secret);
        tab.complete(&attempt, &code, &solution).await
    });
    let answers = futures_util::future::join_all(tries).await;
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(410, "sign_in_attempt_expired");
    }
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), 1);
}

async fn codes_and_secrets_are_not_stored(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let _attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let row = sign_in_attempts::Entity::find().one(app.db()).await.unwrap().unwrap();
    let hash = row.one_time_password_hash.unwrap();
    assert_eq!((row.secret_hash.len(), hash.len()), (32, 32));
    assert_ne!(row.secret_hash, secret.as_bytes());
    let plain = madoguchi_domain::text::fold_digits(&code);
    assert_ne!(hash, plain.as_bytes());
}
