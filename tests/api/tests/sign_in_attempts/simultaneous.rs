//! What works once works once at whatever speed: of many tries at the same moment, one gets in.

use api_tests::{Answer, App, AuthenticatorApp, Browser, NETWORK, RENTAL, User, on_both_engines};
use madoguchi_api_types::sessions::SignInAttempt;
use madoguchi_entities::sessions;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};
use serde_json::json;

on_both_engines!(
    a_mailed_code_lets_one_in,
    a_code_of_an_app_lets_one_in,
    a_code_of_an_app_lets_one_of_many_logins_in,
    wrong_codes_do_not_outrun_the_limit,
    an_offered_app_is_confirmed_once,
    an_issued_password_lets_one_in,
);

const TRIES: usize = 32;
const OVER: (u16, &str) = (410, "sign_in_attempt_expired");

/// Gives a code in as many tabs of one browser at once.
async fn in_many_tabs(browser: &Browser, attempt: &SignInAttempt, method: &str, code: &str) -> Vec<Answer> {
    let secret = browser.cookie(&browser.attempt_cookie()).unwrap();
    let tries = (0..TRIES).map(async |_| {
        let tab = browser.app().browser_at(browser.portal());
        tab.set_cookie(&tab.attempt_cookie(), &secret);
        tab.complete_by(attempt, method, code).await
    });
    futures_util::future::join_all(tries).await
}

fn with_status(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

/// One is in; the others are refused in one manner.
async fn one_is_in(app: &App, answers: &[Answer], before: u64, (status, code): (u16, &str)) {
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(status, code);
    }
    assert_eq!(with_status(answers, 201), 1);
    assert_eq!(sessions::Entity::find().count(app.db()).await.unwrap(), before + 1);
}

async fn with_app(app: &App) -> (User, AuthenticatorApp) {
    let user = app.person_at(RENTAL).await;
    let (phone, _) = app.signed_in(&user).await.add_app("携帯電話").await;
    (user, phone)
}

async fn a_mailed_code_lets_one_in(app: App) {
    let user = app.person_at(RENTAL).await;
    let mut row = user.row.clone().into_active_model();
    row.uses_second_factor = Set(true);
    row.update(app.db()).await.unwrap();
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let answers = in_many_tabs(&browser, &attempt, "mail", &code).await;
    one_is_in(&app, &answers, 0, OVER).await;
}

async fn a_code_of_an_app_lets_one_in(app: App) {
    let (user, phone) = with_app(&app).await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    let answers = in_many_tabs(&browser, &attempt, "totp", &phone.next_code()).await;
    one_is_in(&app, &answers, 1, OVER).await;
}

async fn a_code_of_an_app_lets_one_of_many_logins_in(app: App) {
    let (user, phone) = with_app(&app).await;
    let mut logins = Vec::new();
    for _ in 0..TRIES {
        let browser = app.browser_at(RENTAL);
        let attempt = browser.start_sign_in(&user).await;
        logins.push((browser, attempt));
    }
    let code = phone.next_code();
    let tries = logins.iter().map(async |(browser, attempt)| browser.complete_by(attempt, "totp", &code).await);
    let answers = futures_util::future::join_all(tries).await;
    one_is_in(&app, &answers, 1, (401, "invalid_one_time_password")).await;
}

/// Five wrong codes end a login, however they arrive; the right one comes too late then.
async fn wrong_codes_do_not_outrun_the_limit(app: App) {
    let (user, phone) = with_app(&app).await;
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(&user).await;
    let answers = in_many_tabs(&browser, &attempt, "totp", &phone.code_in(9)).await;
    assert_eq!((with_status(&answers, 201), with_status(&answers, 401)), (0, 5));
    assert_eq!(with_status(&answers, 410), TRIES - 5);
    app.advance(chrono::TimeDelta::minutes(2));
    browser.complete_by(&attempt, "totp", &phone.code_in(0)).await.refused(410, "sign_in_attempt_expired");
}

async fn an_offered_app_is_confirmed_once(app: App) {
    let browser = app.signed_in(&app.person_at(RENTAL).await).await;
    let phone = AuthenticatorApp::scan(&app, &browser.offer_app("携帯電話").await);
    let code = phone.code_in(0);
    let answers = futures_util::future::join_all((0..8).map(|_| browser.confirm_app(phone.id, &code))).await;
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused(404, "not_found");
    }
    let codes: usize = answers.iter().filter(|it| it.status == 200).map(|it| it.json::<Codes>().codes.len()).sum();
    assert_eq!((with_status(&answers, 200), codes), (1, 10));
}

type Codes = madoguchi_api_types::authenticators::RecoveryCodes;

async fn an_issued_password_lets_one_in(app: App) {
    let user = app.person_at(NETWORK).await;
    let mut row = user.row.clone().into_active_model();
    row.issued_password_hash = Set(row.password_hash.take().unwrap());
    row.password_hash = Set(None);
    row.issued_password_version = Set(Some(0));
    row.issued_password_expires_at = Set(Some(app.now() + chrono::TimeDelta::days(1)));
    row.update(app.db()).await.unwrap();
    let mut logins = Vec::new();
    for _ in 0..8 {
        let browser = app.browser_at(NETWORK);
        let attempt = browser.start_sign_in(&user).await;
        logins.push((browser, attempt));
    }
    let tries = logins.iter().map(async |(browser, attempt)| {
        browser.post(&format!("/sign-in-attempts/{}/session", attempt.id), json!({})).await
    });
    let answers = futures_util::future::join_all(tries).await;
    one_is_in(&app, &answers, 0, OVER).await;
}
