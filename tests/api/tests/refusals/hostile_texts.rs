//! SQL, HTML, NUL and endless text in every field that takes text: each gets its clear answer, and nothing is harmed.

use api_tests::{Answer, App, Browser, on_both_engines};
use madoguchi_entities::{customers, users};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use uuid::Uuid;

on_both_engines!(
    hostile_texts_in_bodies_are_refused,
    hostile_texts_in_queries_are_refused,
    hostile_headers_do_no_harm,
    an_endless_name_is_refused,
    a_name_of_sql_and_html_is_only_a_name,
);

fn hostile_texts() -> Vec<String> {
    let texts = [
        "'; DROP TABLE users; --",
        "' OR '1'='1",
        "\" OR \"\"=\"",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "{{ 7 * 7 }}",
        "${7*7}",
        "\0",
        "a\0b@example.jp",
        "midori@example.jp\r\nBcc: everybody@example.jp",
        "../../etc/passwd",
        "\u{202E}gnp.exe",
        "%s%s%n",
    ];
    texts.into_iter().map(str::to_owned).chain(["あ".repeat(10_000), "a".repeat(60_000)]).collect()
}

/// Every operation that takes JSON, with its fields; the texts of one are replaced in turn.
fn bodies(facts: &Value) -> Vec<(String, Value)> {
    let attempt = Uuid::now_v7();
    vec![
        ("/registrations".to_owned(), facts.clone()),
        ("/registrations/link".to_owned(), json!({ "token": "A" })),
        (
            "/registrations/verification".to_owned(),
            json!({ "token": "A", "access_id": "a", "temporary_password": "a" }),
        ),
        ("/registrations/password".to_owned(), json!({ "token": "A", "ticket": "A", "password": "a" })),
        ("/sign-in-attempts".to_owned(), json!({ "identifiers": { "access_id": "a" }, "password": "a" })),
        (format!("/sign-in-attempts/{attempt}/session"), json!({ "one_time_password": "1", "robot_solution": "a" })),
    ]
}

#[track_caller]
fn clear(answer: &Answer, what: &str) {
    let refused = [400, 401, 403, 404, 409, 410, 422, 429].contains(&answer.status);
    assert!(refused, "{what}: {} {}", answer.status, answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{what}");
}

/// Each request from an address of its own, so that no wait hides an answer.
fn fresh(app: &App, request: usize) -> Browser {
    let browser = app.browser();
    browser.move_to(&format!("10.{}.{}.1", request / 250, request % 250));
    browser
}

async fn hostile_texts_in_bodies_are_refused(app: App) {
    let subscriber = app.subscriber().await;
    let mut requests = 0;
    for text in hostile_texts() {
        for (path, body) in bodies(&subscriber.facts("midori@example.jp")) {
            for field in body.as_object().unwrap().keys().filter(|field| *field != "locale") {
                let mut body = body.clone();
                let place = if field == "identifiers" { &mut body[field]["access_id"] } else { &mut body[field] };
                *place = json!(text);
                requests += 1;
                let answer = fresh(&app, requests).post(&path, body).await;
                clear(&answer, &format!("{path} {field} {}", text.chars().take(30).collect::<String>()));
            }
        }
    }
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 1);
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 0);
    let _still_works = app.browser().register(&app.subscriber().await, "midori@example.jp").await;
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn hostile_texts_in_queries_are_refused(app: App) {
    let subscriber = app.subscriber().await;
    app.calls(&subscriber.contract, &[api_tests::Call::default()]).await;
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let contract = format!("/contracts/{}", subscriber.contract.id);
    let lists = [
        ("/contracts".to_owned(), &["category", "cursor", "limit"][..]),
        (format!("{contract}/invoices"), &["year"]),
        (format!("{contract}/call-records"), &["month", "kind", "number", "order", "cursor", "limit"]),
        (format!("{contract}/call-records/totals"), &["month", "kind", "number"]),
        (format!("{contract}/call-records.csv"), &["month", "kind", "number", "order", "encoding"]),
    ];
    for text in hostile_texts().iter().filter(|text| text.len() < 1_000) {
        for (path, parameters) in &lists {
            for parameter in *parameters {
                let answer = browser.get(&format!("{path}?{parameter}={}", percent_encoded(text))).await;
                // A kind that nothing has is no mistake: the list is empty.
                if *parameter != "kind" || answer.status != 200 {
                    clear(&answer, &format!("{path} {parameter} {text:?}"));
                }
                assert!(answer.status < 500, "{path} {parameter} {text:?}");
            }
        }
    }
}

async fn hostile_headers_do_no_harm(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let long = "M".repeat(4_000);
    let attempt = browser.start_sign_in(&user).await;
    let code = browser.mailed_code(&user).await;
    let body = json!({ "one_time_password": code, "robot_solution": api_tests::solve(&attempt) });
    let request = browser.change(reqwest::Method::POST, &format!("/sign-in-attempts/{}/session", attempt.id));
    let _session = request.header("user-agent", &long).json(&body).send().await.expect(201);
    let session = madoguchi_entities::sessions::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert_eq!(session.user_agent, long[..256]);
    for address in ["rubbish", "203.0.113.9, rubbish", "", "'; DROP TABLE sessions; --"] {
        browser.move_to(address);
        let _in = browser.get("/session").await.expect(200);
    }
}

async fn an_endless_name_is_refused(app: App) {
    let subscriber = app.subscriber().await;
    for length in [201, 10_000] {
        let mut facts = subscriber.facts("midori@example.jp");
        facts["customer_name"] = json!("ア".repeat(length));
        let refused = app.browser().post("/registrations", facts).await.refused_fields();
        assert_eq!(refused, [("customer_name".to_owned(), "too_long".to_owned())]);
    }
}

/// Whatever the provider calls a customer is shown as it is, and never runs: in JSON, in the mail's HTML, in a page.
async fn a_name_of_sql_and_html_is_only_a_name(app: App) {
    let kana = "ロバート'); DROP TABLE users; --<script>alert(1)</script>";
    let customer = app.customer("telecom", kana).await;
    let group = app.billing_group(&customer).await;
    let contract = app.contract(&group, |_| {}).await;
    let subscriber = api_tests::Subscriber { customer, group: group.clone(), contract };
    let _letter = app.browser().register(&subscriber, "midori@example.jp").await;
    let browser = app.signed_in(&app.user(&group).await).await;
    let answer = browser.get("/session").await.expect(200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let session: Value = answer.json();
    assert_eq!(session["customer"]["name_kana"], kana);
}
