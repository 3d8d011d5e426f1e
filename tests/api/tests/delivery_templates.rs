//! お届け先テンプレート: at most five, each checked, and offered where a request asks for a delivery address.

use api_tests::{App, on_both_engines};
use futures_util::future::join_all;
use madoguchi_api_types::delivery_templates::{DeliveryTemplate, DeliveryTemplates};
use madoguchi_api_types::requests::RequestDetail;
use reqwest::Method;
use serde_json::{Value, json};

on_both_engines!(five_are_kept_and_no_more, they_are_offered_in_the_form, strangers_find_none);

fn address(company: &str) -> Value {
    json!({ "answers": {
        "company": company, "postal_code": "108-8001", "prefecture": "東京都", "address1": "港区芝", "phone": "03-3798-6756",
        "contact": "田中",
    } })
}

async fn five_are_kept_and_no_more(app: App) {
    let (_, browser) = app.renter().await;
    let bodies: Vec<Value> = (0..8).map(|at| address(&format!("支店{at}"))).collect();
    let answers = join_all(bodies.iter().map(|body| browser.post("/delivery-templates", body.clone()))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 5);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(409, "delivery_template_limit_reached");
    }
    let listed: DeliveryTemplates = browser.get("/delivery-templates").await.expect(200).json();
    assert_eq!((listed.items.len(), listed.max), (5, 5));
    let path = format!("/delivery-templates/{}", listed.items[0].id);
    let changed = browser.change(Method::PUT, &path).json(&address("本社")).send().await.expect(200);
    let changed: DeliveryTemplate = changed.json();
    let kept = serde_json::to_value(&changed.answers).unwrap();
    assert_eq!((kept["company"].as_str(), kept["postal_code"].as_str()), (Some("本社"), Some("1088001")));
    let wrong = browser.post("/delivery-templates", json!({ "answers": { "company": "x" } })).await.refused_fields();
    assert!(wrong.contains(&("postal_code".to_owned(), "required".to_owned())), "{wrong:?}");
    let _gone = browser.change(Method::DELETE, &path).send().await.expect(204);
    let _room = browser.post("/delivery-templates", address("新支店")).await.expect(201);
}

async fn they_are_offered_in_the_form(app: App) {
    let (_, browser) = app.renter().await;
    let _kept = browser.post("/delivery-templates", address("本社")).await.expect(201);
    let draft: RequestDetail = browser.post("/requests", json!({ "kind": "order" })).await.expect(201).json();
    let offered = serde_json::to_value(&draft.form.unwrap().copyable).unwrap();
    assert_eq!(offered["delivery_template"][0]["company"], "本社");
}

async fn strangers_find_none(app: App) {
    let (_, browser) = app.renter().await;
    let kept: DeliveryTemplate = browser.post("/delivery-templates", address("本社")).await.expect(201).json();
    let (_, stranger) = app.renter().await;
    let path = format!("/delivery-templates/{}", kept.id);
    stranger.change(Method::PUT, &path).json(&address("他社")).send().await.refused(404, "not_found");
    stranger.change(Method::DELETE, &path).send().await.refused(404, "not_found");
    let listed: DeliveryTemplates = stranger.get("/delivery-templates").await.expect(200).json();
    assert!(listed.items.is_empty());
}
