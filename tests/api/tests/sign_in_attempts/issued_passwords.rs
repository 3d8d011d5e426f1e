//! A password that the portal issued logs in once, for a few days, and to nothing but the choice of an own one.

use api_tests::{App, Browser, NETWORK, full_width, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use madoguchi_entities::users;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    it_logs_in_once,
    two_logins_under_way_make_one_session,
    it_lives_ten_days,
    nothing_but_the_choice_of_a_password_is_allowed,
    the_choice_replaces_it,
    its_use_ends_every_other_session,
    where_it_is_for_a_link_it_does_not_log_in,
);

const MAIL: &str = "contact@example.jp";
const OWN: &str = "kumo4 ishi7 nagare";

/// Contractor ID and password of a mail.
struct Letter {
    id: String,
    password: String,
}

async fn contractor(app: &App) -> Letter {
    let browser = app.browser_at(NETWORK);
    let _taken = browser.ask_contractor_id(MAIL).await.expect(202);
    let mails = app.mails_to(MAIL).await;
    let text = &mails.last().unwrap().content.text;
    let after = |label: &str| text.lines().find_map(|line| line.strip_prefix(label)).unwrap().to_owned();
    let letter = Letter { id: after("ご契約ID : "), password: after("初期パスワード : ") };
    // Who the contractor is was said already: what is left to do first is the password.
    let user = users::Entity::find().filter(users::Column::SignInName.eq(letter.id.as_str())).one(app.db()).await;
    app.describe_contractor(NETWORK, user.unwrap().unwrap().customer_id).await;
    letter
}

async fn give(browser: &Browser, id: &str, password: &str) -> api_tests::Answer {
    let body = json!({ "identifiers": { "contractor_id": id }, "password": password });
    browser.post("/sign-in-attempts", body).await
}

async fn log_in(app: &App, id: &str, password: &str) -> (Browser, Session) {
    let browser = app.browser_at(NETWORK);
    let attempt: SignInAttempt = give(&browser, id, password).await.expect(201).json();
    let session = browser.complete_by(&attempt, "mail", "").await.expect(201).json();
    (browser, session)
}

async fn it_logs_in_once(app: App) {
    let letter = contractor(&app).await;
    let typed = format!(" {}　", full_width(&letter.password));
    let (browser, session) = log_in(&app, &letter.id, &typed).await;
    assert!(session.password_change_required);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(session.password_change_required, "a reload must not forget it");
    give(&app.browser_at(NETWORK), &letter.id, &letter.password).await.refused(401, "invalid_credentials");
    let _out = browser.delete("/session").await.expect(204);
    give(&app.browser_at(NETWORK), &letter.id, &letter.password).await.refused(401, "invalid_credentials");
}

async fn two_logins_under_way_make_one_session(app: App) {
    let letter = contractor(&app).await;
    let (one, two) = (app.browser_at(NETWORK), app.browser_at(NETWORK));
    let first: SignInAttempt = give(&one, &letter.id, &letter.password).await.expect(201).json();
    let second: SignInAttempt = give(&two, &letter.id, &letter.password).await.expect(201).json();
    let tries = (one.complete_by(&first, "mail", ""), two.complete_by(&second, "mail", ""));
    let answers = futures_util::future::join(tries.0, tries.1).await;
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 410], "{} {}", answers.0.text(), answers.1.text());
}

async fn it_lives_ten_days(app: App) {
    let letter = contractor(&app).await;
    let browser = app.browser_at(NETWORK);
    app.advance(TimeDelta::days(10) - TimeDelta::seconds(1));
    let attempt: SignInAttempt = give(&browser, &letter.id, &letter.password).await.expect(201).json();
    app.advance(TimeDelta::seconds(1));
    give(&app.browser_at(NETWORK), &letter.id, &letter.password).await.refused(401, "invalid_credentials");
    let late = browser.complete_by(&attempt, "mail", "").await;
    late.refused(410, "sign_in_attempt_expired");
}

/// The operations that a restricted session is for.
const ALLOWED: [&str; 3] = ["get /session", "delete /session", "put /account/password"];

async fn nothing_but_the_choice_of_a_password_is_allowed(app: App) {
    let letter = contractor(&app).await;
    let (browser, _) = log_in(&app, &letter.id, &letter.password).await;
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    let mut refused = 0;
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let needs_session = operation["security"]
                .as_array()
                .is_some_and(|security| security.iter().any(|it| it.get("session").is_some()));
            let below = path.trim_start_matches("/api/v1/{portal}");
            if !needs_session || ALLOWED.contains(&format!("{method} {below}").as_str()) {
                continue;
            }
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answer =
                browser.change(method.clone(), &filled(below)).json(&body_of(&description, operation)).send().await;
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
            answer.refused(403, "password_change_required");
            refused += 1;
        }
    }
    assert!(refused >= 24, "{refused}");
    let _still_in = browser.get("/session").await.expect(200);
    let _chosen = browser.put("/account/password", json!({ "password": OWN })).await.expect(204);
}

/// A path with an id for each parameter.
fn filled(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { Uuid::now_v7().to_string() } else { part.to_owned() };
    let fill = |segment: &str| match segment.split_once('}') {
        Some((_, ending)) => format!("{}{ending}", part("{")),
        None => segment.to_owned(),
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

/// A body of the right shape, so that nothing but the session is refused.
fn body_of(description: &Value, operation: &Value) -> Value {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    example(description, schema)
}

fn example(description: &Value, schema: &Value) -> Value {
    if let Some(name) = schema["$ref"].as_str() {
        return example(description, &description["components"]["schemas"][name.rsplit('/').next().unwrap()]);
    }
    if let Some(first) = schema["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    if let Some(first) = schema["oneOf"].as_array().and_then(|kinds| kinds.first()) {
        return example(description, first);
    }
    match schema["type"].as_str() {
        Some("object") => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let fields = required.iter().map(|name| {
                let name = name.as_str().unwrap();
                (name.to_owned(), example(description, &schema["properties"][name]))
            });
            Value::Object(fields.collect())
        }
        Some("string") if schema["format"] == "uuid" => json!(Uuid::now_v7()),
        Some("string") => json!("x"),
        Some("boolean") => json!(true),
        Some("integer" | "number") => json!(1),
        Some("array") => json!([]),
        _ => json!({}),
    }
}

async fn the_choice_replaces_it(app: App) {
    let letter = contractor(&app).await;
    let (browser, _) = log_in(&app, &letter.id, &letter.password).await;
    let same = browser.put("/account/password", json!({ "password": letter.password })).await.refused_fields();
    assert_eq!(same, [("password".to_owned(), "differs_from_current".to_owned())]);
    let _chosen = browser.put("/account/password", json!({ "password": OWN })).await.expect(204);
    let session: Session = browser.get("/session").await.expect(200).json();
    assert!(!session.password_change_required);
    let _free = browser.get("/account/sessions").await.expect(200);
    give(&app.browser_at(NETWORK), &letter.id, &letter.password).await.refused(401, "invalid_credentials");
    let (_, session) = log_in(&app, &letter.id, OWN).await;
    assert!(!session.password_change_required);
    // From now on the present one is asked.
    let wrong = browser.put("/account/password", json!({ "password": "kumo4 ishi7 nagare2" })).await.refused_fields();
    assert_eq!(wrong, [("current_password".to_owned(), "required".to_owned())]);
}

async fn its_use_ends_every_other_session(app: App) {
    let letter = contractor(&app).await;
    let (first, _) = log_in(&app, &letter.id, &letter.password).await;
    let _chosen = first.put("/account/password", json!({ "password": OWN })).await.expect(204);
    let (second, _) = log_in(&app, &letter.id, OWN).await;
    let request = json!({ "way": "reissue_issued", "sign_in_name": letter.id, "mail_address": MAIL });
    let _taken = app.browser_at(NETWORK).post("/recoveries", request).await.expect(202);
    app.deliver_mails().await;
    for browser in [&first, &second] {
        let _nothing_ends_by_asking = browser.get("/session").await.expect(200);
    }
    let _own_still_works = log_in(&app, &letter.id, OWN).await;

    let (third, session) = log_in(&app, &letter.id, &letter.password).await;
    assert!(session.password_change_required);
    for browser in [&first, &second] {
        browser.get("/session").await.refused(401, "session_ended");
    }
    let _in = third.get("/session").await.expect(200);
}

/// Where a temporary password only opens the link of its mail, the login page takes it from nobody.
async fn where_it_is_for_a_link_it_does_not_log_in(app: App) {
    let subscriber = app.subscriber().await;
    let letter = app.browser().register(&subscriber, "customer@example.jp").await;
    let refused = app.browser().give_password(&letter.access_id, &letter.temporary_password).await;
    refused.refused(401, "invalid_credentials");
}
