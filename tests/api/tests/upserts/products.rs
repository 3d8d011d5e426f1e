//! Products by their codes, with prices and stock.

use api_tests::{App, NETWORK, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::{audit_events, products};
use madoguchi_services::products::by_provider;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    a_product_is_stored_updated_and_left_alone,
    a_change_is_made_from_the_state_that_was_seen,
    what_is_only_tried_changes_nothing,
    rows_stand_by_themselves_or_together,
    a_thousand_rows_are_a_batch,
    a_stock_is_not_lowered_below_what_is_promised,
    what_cannot_be_right_is_refused_at_its_field,
    who_rents_out_nothing_has_no_products,
);

const SCOPES: [ApiScope; 2] = [ApiScope::ProductsRead, ApiScope::ProductsWrite];

fn product(name: &str, stock: i64) -> Value {
    json!({ "name": name, "category": "測定器", "daily_price": 9_800, "monthly_price": 98_000, "stock": stock })
}

fn row(code: &str, mut product: Value) -> Value {
    product["code"] = json!(code);
    product
}

async fn written(app: &App) -> u64 {
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("products.written"));
    events.count(app.db()).await.unwrap()
}

async fn count(app: &App) -> u64 {
    products::Entity::find().count(app.db()).await.unwrap()
}

async fn a_product_is_stored_updated_and_left_alone(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let path = "/provider/products/DSX2-8000";
    let stored: Value = system.put(path, product("OTDR　光パルス試験器", 10)).await.expect(201).json();
    assert_eq!((&stored["status"], &stored["product"]["stock"]), (&json!("stored"), &json!(10)));
    assert_eq!(stored["product"]["is_offered"], true);
    // The same code, however it is written.
    let read: Value = system.get("/provider/products/dsx28000").await.expect(200).json();
    assert_eq!(read, stored["product"]);
    app.advance(TimeDelta::minutes(1));
    let again: Value = system.put(path, product("OTDR　光パルス試験器", 10)).await.expect(200).json();
    assert_eq!((&again["status"], &again["product"]), (&json!("unchanged"), &stored["product"]));
    assert_eq!(written(&app).await, 1, "nothing happened, so nothing is written down");
    by_provider::withdraw(app.services(), &app.provider(RENTAL), "DSX2-8000").await.unwrap();
    let mut cheaper = product("OTDR　光パルス試験器", 12);
    cheaper["monthly_price"] = Value::Null;
    let changed: Value = system.put(path, cheaper).await.expect(200).json();
    assert_eq!((&changed["status"], &changed["product"]["id"]), (&json!("updated"), &stored["product"]["id"]));
    assert_eq!((&changed["product"]["stock"], &changed["product"]["monthly_price"]), (&json!(12), &Value::Null));
    assert_eq!(changed["product"]["is_offered"], false, "what was withdrawn stays so");
    // Customers find what was stored.
    let _new = system.put("/provider/products/ZX-1", product("光ファイバ融着接続機", 3)).await.expect(201);
    let (_, browser) = app.renter().await;
    assert!(browser.get("/products?words=ZX1").await.expect(200).text().contains("融着接続機"));
    let event = audit_events::Entity::find().filter(audit_events::Column::Action.eq("products.written"));
    let event = event.all(app.db()).await.unwrap().pop().unwrap();
    assert_eq!((event.detail, event.doer_id), (json!({ "stored": ["ZX-1"], "updated": [] }), Some(system.id().0)));
}

async fn a_change_is_made_from_the_state_that_was_seen(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let path = "/provider/products/A-1";
    let put = async |tag: &str, stock: i64| {
        system.change(Method::PUT, path).header("if-match", tag).json(&product("甲", stock)).send().await
    };
    put("\"0000\"", 1).await.refused(412, "changed_meanwhile");
    let first = system.put(path, product("甲", 1)).await.expect(201).header("etag").unwrap().to_owned();
    assert_eq!(system.get(path).await.expect(200).header("etag"), Some(first.as_str()));
    let _second = put(&first, 2).await.expect(200);
    put(&first, 3).await.refused(412, "changed_meanwhile");
    system.get("/provider/products/A-2").await.refused(404, "not_found");
}

async fn what_is_only_tried_changes_nothing(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let tried: Value = system.put("/provider/products/A-1?dry_run=true", product("甲", 1)).await.expect(201).json();
    assert_eq!((&tried["status"], &tried["product"]["name"]), (&json!("stored"), &json!("甲")));
    let batch = json!({ "mode": "per_row", "rows": [row("A-1", product("甲", 1)), row("A-2", product("", 1))] });
    let tried: Value = system.post("/provider/product-batches?dry_run=true", &batch).await.expect(200).json();
    assert_eq!((count(&app).await, written(&app).await), (0, 0));
    let done: Value = system.post("/provider/product-batches", &batch).await.expect(200).json();
    assert_eq!((&tried["rows"], &tried["dry_run"]), (&done["rows"], &json!(true)));
    assert_eq!((count(&app).await, written(&app).await), (1, 1));
}

async fn rows_stand_by_themselves_or_together(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let rows = [
        row("A-1", product("甲", 1)),
        row("A-2", product("乙", -1)),
        row("a1", product("丙", 2)),
        row("A-3", product("丁", 1)),
    ];
    let path = "/provider/product-batches";
    let refused = system.post(path, json!({ "mode": "all_or_nothing", "rows": rows })).await;
    assert_eq!(refused.refused_fields(), [("rows[1].stock".to_owned(), "out_of_range".to_owned())]);
    assert_eq!(count(&app).await, 0);
    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    let told: Vec<_> = answer["rows"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["stored", "refused", "updated", "stored"]);
    let refused = &answer["rows"][1];
    assert_eq!((&refused["number"], &refused["field"]), (&json!("A-2"), &json!("stock")));
    assert_eq!((count(&app).await, written(&app).await), (2, 1));
}

async fn a_thousand_rows_are_a_batch(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let rows: Vec<Value> = (0..1_000).map(|at| row(&format!("C{at:04}"), product("測定器", 5))).collect();
    let batch = json!({ "mode": "all_or_nothing", "rows": rows });
    let answer: Value = system.post("/provider/product-batches", &batch).await.expect(200).json();
    assert_eq!(answer["stored"], 1_000);
    let again: Value = system.post("/provider/product-batches", &batch).await.expect(200).json();
    assert_eq!(again["unchanged"], 1_000);
    let rows: Vec<Value> = (0..1_001).map(|at| row(&format!("C{at:04}"), product("測定器", 5))).collect();
    let batch = json!({ "mode": "per_row", "rows": rows });
    system.post("/provider/product-batches", &batch).await.refused(413, "batch_too_long");
}

async fn a_stock_is_not_lowered_below_what_is_promised(app: App) {
    let there = app.product("A-1", "甲", 10).await;
    let idle = app.product("A-2", "乙", 10).await;
    app.reserve(&there, 4, ("2026-12-01", "2026-12-20")).await;
    app.reserve(&there, 3, ("2026-12-20", "2026-12-31")).await;
    // What is over binds nobody.
    app.reserve(&idle, 9, ("2026-11-01", "2026-11-19")).await;
    let system = app.system(RENTAL, &SCOPES).await;
    let path = "/provider/products/A-1";
    let refused = system.put(path, product("甲", 6)).await.refused_fields();
    assert_eq!(refused, [("stock".to_owned(), "stock_promised".to_owned())]);
    let kept: Value = system.get(path).await.expect(200).json();
    assert_eq!((&kept["stock"], &kept["daily_price"]), (&json!(10), &json!(900)), "nothing of it was written");
    let rows = [row("A-2", product("乙", 0)), row("A-1", product("甲", 6)), row("a1", product("甲", 7))];
    let batch = json!({ "mode": "all_or_nothing", "rows": rows });
    let refused = system.post("/provider/product-batches", &batch).await.refused_fields();
    assert_eq!(refused, [("rows[1].stock".to_owned(), "stock_promised".to_owned())]);
    let batch = json!({ "mode": "per_row", "rows": rows });
    let answer: Value = system.post("/provider/product-batches", &batch).await.expect(200).json();
    let told: Vec<_> = answer["rows"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["updated", "refused", "updated"]);
    assert!(answer["rows"][1]["detail"].as_str().unwrap().contains("promised"));
    // Where more was promised before, the rest is written, and more units are taken.
    by_provider::set_stock(app.services(), &app.provider(RENTAL), "A-1", 2).await.unwrap();
    let _renamed = system.put(path, product("丙", 2)).await.expect(200);
    let _more = system.put(path, product("丙", 5)).await.expect(200);
    let refused = system.put(path, product("丙", 4)).await.refused_fields();
    assert_eq!(refused, [("stock".to_owned(), "stock_promised".to_owned())]);
}

async fn what_cannot_be_right_is_refused_at_its_field(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    for (field, value, code) in [
        ("name", json!(""), "required"),
        ("name", json!("a\u{202E}b"), "invalid_characters"),
        ("name", json!("あ".repeat(501)), "too_long"),
        ("category", json!("あ".repeat(65)), "too_long"),
        ("daily_price", json!(-1), "out_of_range"),
        ("monthly_price", json!(-1), "out_of_range"),
        ("stock", json!(1_000_001), "out_of_range"),
    ] {
        let mut body = product("甲", 1);
        body[field] = value.clone();
        let refused = system.put("/provider/products/A-1", body).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())], "{field} {value}");
    }
    let refused = system.put("/provider/products/-", product("甲", 1)).await.refused_fields();
    assert_eq!(refused, [("code".to_owned(), "malformed".to_owned())]);
    system.put("/provider/products/A-1", json!({ "name": "甲" })).await.refused(400, "malformed_json");
    assert_eq!(count(&app).await, 0);
}

async fn who_rents_out_nothing_has_no_products(app: App) {
    let system = app.system(NETWORK, &SCOPES).await;
    system.put("/provider/products/A-1", product("甲", 1)).await.refused(404, "not_found");
    system.get("/provider/products/A-1").await.refused(404, "not_found");
    let batch = json!({ "mode": "per_row", "rows": [row("A-1", product("甲", 1))] });
    system.post("/provider/product-batches", &batch).await.refused(404, "not_found");
}
