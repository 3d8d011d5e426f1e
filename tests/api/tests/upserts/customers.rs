//! Customers by the provider's number.

use api_tests::{App, OTHER_PORTAL, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::{audit_events, customers};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

use super::{customer, row};

on_both_engines!(
    a_customer_is_stored_updated_and_left_alone,
    a_change_is_made_from_the_state_that_was_seen,
    what_is_only_tried_changes_nothing,
    rows_stand_by_themselves_or_together,
    a_thousand_rows_take_few_statements,
    what_cannot_be_right_is_refused_at_its_field,
    each_portal_has_its_own_numbers,
);

const SCOPES: [ApiScope; 2] = [ApiScope::CustomersRead, ApiScope::CustomersWrite];

async fn written(app: &App) -> u64 {
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("customers.written"));
    events.count(app.db()).await.unwrap()
}

async fn a_customer_is_stored_updated_and_left_alone(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    let answer = system.put("/provider/customers/C000000", customer("鈴木　京子")).await.expect(201);
    let stored: Value = answer.json();
    assert_eq!(stored["status"], "stored");
    // As an import writes it: widths, hyphens and kana in one form.
    let kept = &stored["customer"];
    assert_eq!((&kept["postal_code"], &kept["phone"]), (&json!("8000353"), &json!("0325522956")));
    assert_eq!(kept["name_kana"], "スズキ キョウコ");
    let row = customers::Entity::find().filter(customers::Column::Number.eq("C000000")).one(app.db()).await.unwrap();
    let row = row.unwrap();
    assert_eq!((row.name_key.as_str(), written(&app).await), ("スズキキヨウコ", 1));

    app.advance(TimeDelta::minutes(1));
    let again: Value = system.put("/provider/customers/C000000", customer("鈴木　京子")).await.expect(200).json();
    assert_eq!((&again["status"], &again["customer"]), (&json!("unchanged"), kept));
    assert_eq!(written(&app).await, 1, "nothing happened, so nothing is written down");
    let same = customers::Entity::find_by_id(row.id).one(app.db()).await.unwrap().unwrap();
    assert_eq!(same, row);

    let changed: Value = system.put("/provider/customers/C000000", customer("鈴木　響子")).await.expect(200).json();
    assert_eq!((&changed["status"], &changed["customer"]["id"]), (&json!("updated"), &kept["id"]));
    let event = audit_events::Entity::find().filter(audit_events::Column::Action.eq("customers.written"));
    let event = event.all(app.db()).await.unwrap().pop().unwrap();
    assert_eq!(event.detail, json!({ "stored": [], "updated": ["C000000"] }));
    assert_eq!(event.doer_id, Some(system.id().0));
}

async fn a_change_is_made_from_the_state_that_was_seen(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    let path = "/provider/customers/C1";
    let put = async |tag: &str, name: &str| {
        system.change(Method::PUT, path).header("if-match", tag).json(&customer(name)).send().await
    };
    put("\"0000\"", "甲").await.refused(412, "changed_meanwhile");
    let stored = system.put(path, customer("甲")).await.expect(201);
    let first = stored.header("etag").unwrap().to_owned();
    assert_eq!(system.get(path).await.expect(200).header("etag"), Some(first.as_str()));
    let second = put(&first, "乙").await.expect(200).header("etag").unwrap().to_owned();
    assert_ne!(first, second);
    put(&first, "丙").await.refused(412, "changed_meanwhile");
    let now: Value = system.get(path).await.expect(200).json();
    assert_eq!(now["name"], "乙");
    system.get("/provider/customers/C2").await.refused(404, "not_found");
}

async fn what_is_only_tried_changes_nothing(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    let count = async || customers::Entity::find().count(app.db()).await.unwrap();
    let tried: Value = system.put("/provider/customers/C1?dry_run=true", customer("甲")).await.expect(201).json();
    assert_eq!((&tried["status"], &tried["customer"]["name"]), (&json!("stored"), &json!("甲")));
    let mut broken = customer("乙");
    broken["postal_code"] = json!("1");
    let rows = [row("C1", customer("甲")), row("C2", broken)];
    let batch = json!({ "mode": "per_row", "rows": rows });
    let tried: Value = system.post("/provider/customer-batches?dry_run=true", &batch).await.expect(200).json();
    assert_eq!((count().await, written(&app).await), (0, 0));
    let done: Value = system.post("/provider/customer-batches", &batch).await.expect(200).json();
    assert_eq!((tried["dry_run"].as_bool(), done["dry_run"].as_bool()), (Some(true), Some(false)));
    assert_eq!((&tried["rows"], &tried["stored"]), (&done["rows"], &done["stored"]));
    assert_eq!((count().await, written(&app).await), (1, 1));
}

async fn rows_stand_by_themselves_or_together(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    let mut broken = customer("丙");
    broken["phone"] = json!("12");
    let rows = [row("C1", customer("甲")), row("C2", broken), row("C1", customer("乙")), row("C3", customer("丁"))];
    let path = "/provider/customer-batches";
    let refused = system.post(path, json!({ "mode": "all_or_nothing", "rows": rows })).await;
    assert_eq!(refused.refused_fields(), [("rows[1].phone".to_owned(), "phone_length".to_owned())]);
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 0);

    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    let told: Vec<_> = answer["rows"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["stored", "refused", "updated", "stored"]);
    let refused = &answer["rows"][1];
    assert_eq!((&refused["row"], &refused["number"]), (&json!(1), &json!("C2")));
    assert_eq!((&refused["field"], &refused["code"]), (&json!("phone"), &json!("phone_length")));
    assert!(refused["detail"].as_str().unwrap().contains("digits"));
    assert_eq!((&answer["stored"], &answer["updated"], &answer["refused"]), (&json!(2), &json!(1), &json!(1)));
    let kept: Value = system.get("/provider/customers/C1").await.expect(200).json();
    assert_eq!(kept["name"], "乙");
    assert_eq!(written(&app).await, 1, "one event for the batch");
}

async fn a_thousand_rows_take_few_statements(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    let rows: Vec<Value> = (0..1_000).map(|at| row(&format!("C{at:04}"), customer("鈴木　京子"))).collect();
    let batch = json!({ "mode": "all_or_nothing", "rows": rows });
    let answer: Value = system.post("/provider/customer-batches", &batch).await.expect(200).json();
    assert_eq!(answer["stored"], 1_000);
    let again: Value = system.post("/provider/customer-batches", &batch).await.expect(200).json();
    assert_eq!(again["unchanged"], 1_000);
    let rows: Vec<Value> = (0..1_001).map(|at| row(&format!("C{at:04}"), customer("鈴木　京子"))).collect();
    let batch = json!({ "mode": "per_row", "rows": rows });
    system.post("/provider/customer-batches", &batch).await.refused(413, "batch_too_long");
}

async fn what_cannot_be_right_is_refused_at_its_field(app: App) {
    let system = app.system(PORTAL, &SCOPES).await;
    for (field, value, code) in [
        ("name", "", "required"),
        ("name", "a\u{202E}b", "invalid_characters"),
        ("name_kana", "・", "required"),
        ("postal_code", "108", "postal_code_not_seven_digits"),
        ("phone", "12", "phone_length"),
    ] {
        let mut body = customer("甲");
        body[field] = json!(value);
        let refused = system.put("/provider/customers/C1", body).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())], "{field} {value:?}");
    }
    let mut unknown = customer("甲");
    unknown["surname"] = json!("x");
    let refused = system.put("/provider/customers/C1", unknown).await.refused_fields();
    assert_eq!(refused, [("surname".to_owned(), "unknown_field".to_owned())]);
    system.put("/provider/customers/C1", json!({ "name": "甲" })).await.refused(400, "malformed_json");
}

async fn each_portal_has_its_own_numbers(app: App) {
    let [here, there] = [app.system(PORTAL, &SCOPES).await, app.system(OTHER_PORTAL, &SCOPES).await];
    let _done = here.put("/provider/customers/C1", customer("甲")).await.expect(201);
    there.get("/provider/customers/C1").await.refused(404, "not_found");
    let _done = there.put("/provider/customers/C1", customer("乙")).await.expect(201);
    let kept: Value = here.get("/provider/customers/C1").await.expect(200).json();
    assert_eq!(kept["name"], "甲");
}
