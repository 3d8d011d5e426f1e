//! A request that a system named is done once, whatever it is for (`Idempotency-Key`).

use std::time::Duration;

use api_tests::{Answer, App, OTHER_PORTAL, PORTAL, System, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::{customers, idempotency_keys, notices};
use madoguchi_services::housekeeping;
use reqwest::Method;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{customer, row};

on_both_engines!(
    the_same_request_is_done_once_and_answered_alike,
    another_body_or_operation_is_refused,
    a_refusal_is_mended_under_another_name_or_the_same,
    names_belong_to_their_client,
    eight_at_once_have_one_effect,
    a_crash_before_the_answer_leaves_nothing,
    names_are_forgotten_after_a_day,
    who_may_not_gets_no_answer_of_before,
    a_name_that_is_none_is_refused,
);

const NOTICES: &str = "/provider/notices";

fn notice(title: &str) -> Value {
    json!({ "title": title, "body": "本文", "mailed": true })
}

async fn named(system: &System, path: &str, name: &str, body: &Value) -> Answer {
    system.change(Method::POST, path).header("idempotency-key", name).json(body).send().await
}

async fn published(app: &App) -> u64 {
    notices::Entity::find().count(app.db()).await.unwrap()
}

async fn the_same_request_is_done_once_and_answered_alike(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let first = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    app.advance(TimeDelta::minutes(2));
    let again = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    assert_eq!((first.text(), first.header("content-type")), (again.text(), again.header("content-type")));
    assert_eq!(published(&app).await, 1);
    let _done = named(&system, NOTICES, "b", &notice("甲")).await.expect(201);
    assert_eq!(published(&app).await, 2);
    // Jobs that were promised in it are there, once.
    let rows = json!({ "mode": "per_row", "rows": [row("C1", customer("甲")), row("C1", customer("乙"))] });
    let first = named(&system, "/provider/customer-batches", "c", &rows).await.expect(200);
    let again = named(&system, "/provider/customer-batches", "c", &rows).await.expect(200);
    assert_eq!(first.text(), again.text(), "what was stored then is told, not that it is there now");
}

async fn another_body_or_operation_is_refused(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    named(&system, NOTICES, "a", &notice("乙")).await.refused(422, "idempotency_key_reused");
    let rows = json!({ "mode": "per_row", "rows": [] });
    named(&system, "/provider/customer-batches", "a", &rows).await.refused(422, "idempotency_key_reused");
    assert_eq!(published(&app).await, 1);
}

async fn a_refusal_is_mended_under_another_name_or_the_same(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let refused = named(&system, NOTICES, "a", &notice(" ")).await.refused_fields();
    assert_eq!(refused[0].0, "title");
    named(&system, NOTICES, "a", &notice(" ")).await.refused(422, "validation_failed");
    let _done = named(&system, NOTICES, "b", &notice("甲")).await.expect(201);
    let _done = named(&system, NOTICES, "a", &notice("乙")).await.expect(201);
    // A batch that is refused as a whole has opened a transaction and left nothing.
    let rows = json!({ "mode": "all_or_nothing", "rows": [row("C1", customer("甲")), row("C2", customer(""))] });
    named(&system, "/provider/customer-batches", "c", &rows).await.refused(422, "validation_failed");
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 0);
    let rows = json!({ "mode": "all_or_nothing", "rows": [row("C1", customer("甲"))] });
    let _done = named(&system, "/provider/customer-batches", "c", &rows).await.expect(200);
    assert_eq!((published(&app).await, idempotency_keys::Entity::find().count(app.db()).await.unwrap()), (2, 3));
}

async fn names_belong_to_their_client(app: App) {
    for portal in [PORTAL, PORTAL, OTHER_PORTAL] {
        let system = app.almighty_system(portal).await;
        let _done = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    }
    assert_eq!(published(&app).await, 3);
}

async fn eight_at_once_have_one_effect(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let body = notice("甲");
    let all = futures_util::future::join_all((0..8).map(|_| named(&system, NOTICES, "a", &body))).await;
    let first = all[0].text();
    for answer in all {
        assert_eq!((answer.status, answer.text()), (201, first.clone()));
    }
    assert_eq!(published(&app).await, 1);
    // And eight batches that write the same rows, each under its own name.
    let rows = json!({ "mode": "per_row", "rows": [row("C1", customer("甲")), row("C2", customer("乙"))] });
    let names: Vec<String> = (0..8).map(|name| format!("batch {name}")).collect();
    let all = names.iter().map(|name| named(&system, "/provider/customer-batches", name, &rows));
    for answer in futures_util::future::join_all(all).await {
        let _done = answer.expect(200);
    }
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 2);
}

/// The answer is kept with what was done: where that cannot be, nothing was done.
async fn a_crash_before_the_answer_leaves_nothing(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let (rename, back) = (
        "ALTER TABLE idempotency_keys RENAME COLUMN made TO lost",
        "ALTER TABLE idempotency_keys RENAME COLUMN lost TO made",
    );
    app.db().execute_unprepared(rename).await.unwrap();
    named(&system, NOTICES, "a", &notice("甲")).await.refused(500, "internal_error");
    assert_eq!(published(&app).await, 0);
    app.db().execute_unprepared(back).await.unwrap();
    // A sender that is gone before its answer: the request was done as a whole or not at all.
    let body = notice("甲");
    for _ in 0..5 {
        let request = named(&system, NOTICES, "b", &body);
        let _gone = tokio::time::timeout(Duration::from_millis(4), request).await;
    }
    let answer: Value = named(&system, NOTICES, "b", &body).await.expect(201).json();
    let only = notices::Entity::find().all(app.db()).await.unwrap();
    assert_eq!((only.len(), json!(only[0].id.0)), (1, answer["id"].clone()));
}

async fn names_are_forgotten_after_a_day(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    app.advance(TimeDelta::hours(23));
    assert!(housekeeping::once(app.services()).await.is_empty());
    system.renew().await;
    let _done = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    assert_eq!(published(&app).await, 1);
    app.advance(TimeDelta::hours(2));
    assert!(housekeeping::once(app.services()).await.is_empty());
    system.renew().await;
    let _done = named(&system, NOTICES, "a", &notice("乙")).await.expect(201);
    assert_eq!(published(&app).await, 2);
}

async fn who_may_not_gets_no_answer_of_before(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = named(&system, NOTICES, "a", &notice("甲")).await.expect(201);
    let browser = app.browser();
    let request = browser.request(Method::POST, NOTICES).header("idempotency-key", "a");
    request.json(&notice("甲")).send().await.refused(401, "token_missing");
    let other = app.system(PORTAL, &[madoguchi_domain::api_clients::ApiScope::CustomersRead]).await;
    named(&other, NOTICES, "a", &notice("甲")).await.refused(403, "scope_missing");
}

async fn a_name_that_is_none_is_refused(app: App) {
    let system = app.almighty_system(PORTAL).await;
    for name in ["", &"a".repeat(256)] {
        named(&system, NOTICES, name, &notice("甲")).await.refused(422, "malformed_idempotency_key");
    }
    assert_eq!(published(&app).await, 0);
}
