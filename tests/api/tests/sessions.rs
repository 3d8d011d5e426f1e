//! Sessions: when they end, what their token is worth, and how the cookie is set.

mod fixation;
mod own;

use api_tests::{App, Browser, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use madoguchi_api_types::sessions::Session;
use madoguchi_entities::users::{self, UserState};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::json;

on_both_engines!(
    ten_idle_minutes_end_a_session,
    each_request_extends_it,
    twelve_hours_end_it_in_any_case,
    log_out_ends_it_wherever_its_token_is,
    log_out_ends_no_other,
    a_closed_account_ends_its_sessions,
    a_tampered_token_is_worth_nothing,
    the_cookie_is_for_this_host_and_no_script,
    answers_are_never_cached,
);

async fn signed_in(app: &App) -> Browser {
    app.signed_in(&app.user(&app.subscriber().await.group).await).await
}

fn token(browser: &Browser) -> String {
    browser.cookie(&browser.session_cookie()).unwrap()
}

async fn ten_idle_minutes_end_a_session(app: App) {
    let browser = signed_in(&app).await;
    let session: Session = browser.get("/session").await.expect(200).json();
    assert_eq!(session.idle_expires_at, app.now() + TimeDelta::minutes(10));
    app.advance(TimeDelta::minutes(10) - TimeDelta::seconds(1));
    let _in_time = browser.get("/contracts").await.expect(200);
    app.advance(TimeDelta::minutes(10));
    browser.get("/contracts").await.refused(401, "session_expired");
    browser.get("/session").await.refused(401, "session_expired");
}

async fn each_request_extends_it(app: App) {
    let browser = signed_in(&app).await;
    let first = token(&browser);
    for _ in 0..4 {
        app.advance(TimeDelta::minutes(9));
        let session: Session = browser.get("/session").await.expect(200).json();
        assert_eq!(session.idle_expires_at, app.now() + TimeDelta::minutes(10));
    }
    browser.set_cookie(&browser.session_cookie(), &first);
    browser.get("/session").await.refused(401, "session_expired");
}

async fn twelve_hours_end_it_in_any_case(app: App) {
    let browser = signed_in(&app).await;
    let end = app.now() + TimeDelta::hours(12);
    while app.now() + TimeDelta::minutes(9) < end {
        app.advance(TimeDelta::minutes(9));
        let session: Session = browser.get("/session").await.expect(200).json();
        assert_eq!((session.expires_at, session.idle_expires_at <= end), (end, true));
    }
    app.advance(end - app.now() - TimeDelta::seconds(1));
    let _last_second = browser.get("/session").await.expect(200);
    app.advance(TimeDelta::seconds(1));
    browser.get("/session").await.refused(401, "session_expired");
}

async fn log_out_ends_it_wherever_its_token_is(app: App) {
    let browser = signed_in(&app).await;
    let copied = token(&browser);
    let _out = browser.delete("/session").await.expect(204);
    let thief = app.browser();
    thief.set_cookie(&thief.session_cookie(), &copied);
    thief.get("/session").await.refused(401, "session_ended");
    thief.get("/contracts").await.refused(401, "session_ended");
    thief.delete("/session").await.refused(401, "session_ended");
}

async fn log_out_ends_no_other(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let (one, two) = (app.signed_in(&user).await, app.signed_in(&user).await);
    let _out = one.delete("/session").await.expect(204);
    let _in = two.get("/session").await.expect(200);
}

async fn a_closed_account_ends_its_sessions(app: App) {
    let browser = signed_in(&app).await;
    let closed = users::Entity::update_many().col_expr(users::Column::State, Expr::value(UserState::Closed));
    closed.exec(app.db()).await.unwrap();
    browser.get("/contracts").await.refused(401, "session_ended");
}

async fn a_tampered_token_is_worth_nothing(app: App) {
    let browser = signed_in(&app).await;
    let good = token(&browser);
    let [header, claims, signature]: [&str; 3] = good.split('.').collect::<Vec<_>>().try_into().unwrap();
    let encode = |json: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(claims).unwrap();
    let mut longer: serde_json::Value = serde_json::from_slice(&decoded).unwrap();
    longer["exp"] = json!(longer["exp"].as_i64().unwrap() + 600);
    let longer = encode(longer);
    let unsigned = encode(json!({ "alg": "none", "typ": "JWT" }));
    let mut flipped = signature.to_owned();
    let last = if flipped.starts_with('A') { "B" } else { "A" };
    flipped.replace_range(..1, last);
    for bad in [
        format!("{header}.{longer}.{signature}"),
        format!("{header}.{claims}.{flipped}"),
        format!("{header}.{claims}."),
        format!("{header}.{claims}"),
        format!("{unsigned}.{claims}."),
        format!("{unsigned}.{claims}.{signature}"),
        "rubbish".to_owned(),
        String::new(),
    ] {
        browser.set_cookie(&browser.session_cookie(), &bad);
        browser.get("/session").await.refused(401, "session_missing");
    }
    browser.set_cookie(&browser.session_cookie(), &good);
    let _untouched = browser.get("/session").await.expect(200);
}

async fn the_cookie_is_for_this_host_and_no_script(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let body = json!({ "identifiers": { "access_id": user.row.sign_in_name }, "password": api_tests::PASSWORD });
    let started = browser.post("/sign-in-attempts", body).await.expect(201);
    let attempt = started.json();
    let code = browser.mailed_code(&user).await;
    let completed = browser.complete(&attempt, &code, &api_tests::solve(&attempt)).await.expect(201);
    let read = browser.get("/session").await.expect(200);
    for (answer, name) in [
        (&started, "__Host-madoguchi-sign-in-telecom"),
        (&completed, "__Host-madoguchi-telecom"),
        (&read, "__Host-madoguchi-telecom"),
    ] {
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
        let cookie = cookies.iter().find(|cookie| cookie.starts_with(&format!("{name}="))).unwrap();
        let mut attributes: Vec<_> = cookie.split("; ").skip(1).collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    }
    assert!(!completed.text().contains(&token(&browser)), "the token is for the cookie only");
}

async fn answers_are_never_cached(app: App) {
    let browser = signed_in(&app).await;
    for path in ["/session", "/contracts", "/contracts?limit=0", "/nothing/here/at/all", ""] {
        assert_eq!(browser.get(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
}
