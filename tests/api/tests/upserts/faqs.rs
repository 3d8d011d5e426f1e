//! Frequently asked questions by the sender's own keys.

use api_tests::{App, Browser, RENTAL, on_both_engines};
use madoguchi_api_types::faqs::Faq;
use madoguchi_api_types::pages::Page;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::{audit_events, faqs};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    a_question_is_stored_published_and_left_alone,
    a_change_is_made_from_the_state_that_was_seen,
    what_is_only_tried_changes_nothing,
    rows_stand_by_themselves_or_together,
    what_cannot_be_right_is_refused_at_its_field,
);

const SCOPES: [ApiScope; 2] = [ApiScope::FaqsRead, ApiScope::FaqsWrite];

fn faq(question: &str) -> Value {
    json!({ "category": "order", "question": question, "answer": "はい。\n\nそうです。" })
}

fn with(mut faq: Value, field: &str, value: Value) -> Value {
    faq[field] = value;
    faq
}

fn row(key: &str, faq: Value) -> Value {
    with(faq, "key", json!(key))
}

async fn count(app: &App) -> u64 {
    faqs::Entity::find().count(app.db()).await.unwrap()
}

async fn shown(browser: &Browser) -> Vec<String> {
    let page: Page<Faq> = browser.get("/faqs").await.expect(200).json();
    page.items.into_iter().map(|faq| faq.question.ja).collect()
}

async fn a_question_is_stored_published_and_left_alone(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let (_, browser) = app.renter().await;
    let stored: Value = system.put("/provider/faqs/days", faq("一番目ですか。")).await.expect(201).json();
    assert_eq!((&stored["status"], &stored["faq"]["position"]), (&json!("stored"), &json!(0)));
    assert!(shown(&browser).await.is_empty(), "a new one is a draft");
    let again: Value = system.put("/provider/faqs/days", faq("一番目ですか。")).await.expect(200).json();
    assert_eq!((&again["status"], &again["faq"]), (&json!("unchanged"), &stored["faq"]));
    let published = with(faq("一番目ですか。"), "published", json!(true));
    let _published = system.put("/provider/faqs/days", &published).await.expect(200);
    let second = with(faq("二番目ですか。"), "published", json!(true));
    let second: Value = system.put("/provider/faqs/people", second).await.expect(201).json();
    assert_eq!(second["faq"]["position"], 1, "behind the others");
    assert_eq!(shown(&browser).await, ["一番目ですか。", "二番目ですか。"]);
    // What is not said stays as it is.
    let changed: Value = system.put("/provider/faqs/days", faq("最初ですか。")).await.expect(200).json();
    assert_eq!((&changed["status"], &changed["faq"]["position"]), (&json!("updated"), &json!(0)));
    assert_eq!(shown(&browser).await, ["最初ですか。", "二番目ですか。"]);
    let last = with(faq("最初ですか。"), "position", json!(9));
    let _moved = system.put("/provider/faqs/days", last).await.expect(200);
    assert_eq!(shown(&browser).await, ["二番目ですか。", "最初ですか。"]);
    let hidden = with(faq("二番目ですか。"), "published", json!(false));
    let hidden: Value = system.put("/provider/faqs/people", hidden).await.expect(200).json();
    assert_eq!((&hidden["status"], &hidden["faq"]["published_at"]), (&json!("updated"), &Value::Null));
    assert_eq!(shown(&browser).await, ["最初ですか。"]);
    let read: Value = system.get("/provider/faqs/people").await.expect(200).json();
    assert_eq!(read, hidden["faq"]);
    let event = audit_events::Entity::find().filter(audit_events::Column::Action.eq("faqs.written"));
    let event = event.all(app.db()).await.unwrap().remove(0);
    assert_eq!((event.detail, event.doer_id), (json!({ "stored": ["days"], "updated": [] }), Some(system.id().0)));
}

async fn a_change_is_made_from_the_state_that_was_seen(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let path = "/provider/faqs/days";
    let put = async |tag: &str, question: &str| {
        system.change(Method::PUT, path).header("if-match", tag).json(&faq(question)).send().await
    };
    put("\"0000\"", "甲").await.refused(412, "changed_meanwhile");
    let first = system.put(path, faq("甲")).await.expect(201).header("etag").unwrap().to_owned();
    assert_eq!(system.get(path).await.expect(200).header("etag"), Some(first.as_str()));
    let _second = put(&first, "乙").await.expect(200);
    put(&first, "丙").await.refused(412, "changed_meanwhile");
    system.get("/provider/faqs/nothing").await.refused(404, "not_found");
}

async fn what_is_only_tried_changes_nothing(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let tried: Value = system.put("/provider/faqs/days?dry_run=true", faq("甲")).await.expect(201).json();
    assert_eq!(tried["faq"]["question"], "甲");
    let batch = json!({ "mode": "per_row", "rows": [row("days", faq("甲"))] });
    let tried: Value = system.post("/provider/faq-batches?dry_run=true", &batch).await.expect(200).json();
    assert_eq!((tried["stored"].clone(), count(&app).await), (json!(1), 0));
    let done: Value = system.post("/provider/faq-batches", &batch).await.expect(200).json();
    assert_eq!((&tried["rows"], count(&app).await), (&done["rows"], 1));
}

async fn rows_stand_by_themselves_or_together(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    let broken = with(faq("乙"), "category", json!("nothing"));
    let rows = [row("a", faq("甲")), row("b", broken), row("a", faq("丙")), row("c", faq("丁"))];
    let path = "/provider/faq-batches";
    let refused = system.post(path, json!({ "mode": "all_or_nothing", "rows": rows })).await;
    assert_eq!(refused.refused_fields(), [("rows[1].category".to_owned(), "unknown".to_owned())]);
    assert_eq!(count(&app).await, 0);
    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    let told: Vec<_> = answer["rows"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect();
    assert_eq!(told, ["stored", "refused", "updated", "stored"]);
    assert_eq!((&answer["rows"][1]["number"], count(&app).await), (&json!("b"), 2));
    let rows: Vec<Value> = (0..1_000).map(|at| row(&format!("k{at}"), faq("甲"))).collect();
    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    assert_eq!((&answer["stored"], &answer["refused"]), (&json!(998), &json!(2)), "a portal has a thousand at most");
    assert_eq!((&answer["rows"][999]["field"], &answer["rows"][999]["code"]), (&json!("key"), &json!("too_many")));
    let rows: Vec<Value> = (0..1_001).map(|at| row(&format!("k{at}"), faq("甲"))).collect();
    system.post(path, json!({ "mode": "per_row", "rows": rows })).await.refused(413, "batch_too_long");
}

async fn what_cannot_be_right_is_refused_at_its_field(app: App) {
    let system = app.system(RENTAL, &SCOPES).await;
    for (field, value, code) in [
        ("category", json!("nothing"), "unknown"),
        ("question", json!(" "), "required"),
        ("question", json!("a\nb"), "invalid_characters"),
        ("question", json!("あ".repeat(301)), "too_long"),
        ("answer", json!(""), "required"),
        ("answer", json!("a\u{202E}b"), "invalid_characters"),
        ("position", json!(-1), "out_of_range"),
    ] {
        let refused = system.put("/provider/faqs/days", with(faq("甲"), field, value.clone())).await.refused_fields();
        assert_eq!(refused, [(field.to_owned(), code.to_owned())], "{field} {value}");
    }
    system.put("/provider/faqs/days", json!({ "question": "甲" })).await.refused(400, "malformed_json");
    assert_eq!(count(&app).await, 0);
}
