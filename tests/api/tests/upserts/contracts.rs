//! Contracts with their options.

use api_tests::{App, PORTAL, RENTAL, on_both_engines};
use madoguchi_entities::{billing_groups, contract_options, contracts};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{customer, row};

on_both_engines!(a_contract_comes_with_group_and_options, contradictions_are_refused, a_batch_makes_groups_as_it_goes,);

fn contract(customer: &str, group: &str) -> Value {
    json!({
        "customer": customer,
        "billing_group": group,
        "category": "line",
        "service_name": "[1G] ファミリー",
        "status": "active",
        "started_on": "令和5年1月3日",
        "postal_code": "800-0353",
        "prefecture": "福岡県",
        "address1": "京都郡苅田町尾倉",
        "address2": "3丁目9-12",
        "phone_service_name": "ひかり電話",
        "phone_number": "０３－２５５２－２９５６",
        "options": ["発信者番号表示", "リモートサポート"],
        "call_records": true,
        "call_records_from": "2026-10",
    })
}

async fn a_contract_comes_with_group_and_options(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = system.put("/provider/customers/C1", customer("甲")).await.expect(201);
    let path = "/provider/contracts/caf-0000000001";
    let answer = system.put(path, contract("C1", "G1")).await.expect(201);
    let stored: Value = answer.json();
    let kept = &stored["contract"];
    assert_eq!((&kept["number"], &kept["started_on"]), (&json!("CAF0000000001"), &json!("2023-01-03")));
    assert_eq!((&kept["billing_group"], &kept["call_records_from"]), (&json!("G1"), &json!("2026-10-01")));
    assert_eq!(kept["options"], json!(["発信者番号表示", "リモートサポート"]));
    let tag = answer.header("etag").unwrap().to_owned();

    let again = system.put(path, contract("C1", "G1")).await.expect(200);
    assert_eq!(
        (again.json::<Value>()["status"].as_str(), again.header("etag")),
        (Some("unchanged"), Some(tag.as_str()))
    );
    let mut fewer = contract("C1", "G1");
    fewer["options"] = json!(["リモートサポート"]);
    let changed = system.change(Method::PUT, path).header("if-match", &tag).json(&fewer).send().await.expect(200);
    assert_eq!(changed.json::<Value>()["status"], "updated");
    system
        .change(Method::PUT, path)
        .header("if-match", &tag)
        .json(&fewer)
        .send()
        .await
        .refused(412, "changed_meanwhile");
    assert_eq!(contract_options::Entity::find().count(app.db()).await.unwrap(), 1);
    let read: Value = system.get("/provider/contracts/CAF0000000001").await.expect(200).json();
    assert_eq!(read, changed.json::<Value>()["contract"]);
}

async fn contradictions_are_refused(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = system.put("/provider/customers/C1", customer("甲")).await.expect(201);
    let _done = system.put("/provider/customers/C2", customer("乙")).await.expect(201);
    let _done = system.put("/provider/contracts/CAF0000000001", contract("C1", "G1")).await.expect(201);
    let refused = async |number: &str, body: Value| {
        system.put(&format!("/provider/contracts/{number}"), body).await.refused_fields().remove(0)
    };
    let told = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(refused("CAF1", contract("C1", "G1")).await, told("number", "contract_number_unknown_form"));
    assert_eq!(refused("CAF0000000002", contract("C9", "G1")).await, told("customer", "customer_unknown"));
    assert_eq!(refused("CAF0000000001", contract("C2", "G1")).await, told("customer", "customer_differs"));
    assert_eq!(refused("CAF0000000002", contract("C2", "G1")).await, told("billing_group", "customer_differs"));
    let mut wrong = contract("C1", "G1");
    wrong["started_on"] = json!("2023-02-30");
    assert_eq!(refused("CAF0000000002", wrong).await, told("started_on", "date_impossible"));
    let mut wrong = contract("C1", "G1");
    wrong["status"] = json!("over");
    assert_eq!(refused("CAF0000000002", wrong).await, told("status", "unknown"));
    assert_eq!(contracts::Entity::find().count(app.db()).await.unwrap(), 1);
    // A portal without contracts has none to write.
    let elsewhere = app.almighty_system(RENTAL).await;
    elsewhere.put("/provider/contracts/CAF0000000001", contract("C1", "G1")).await.refused(404, "not_found");
}

async fn a_batch_makes_groups_as_it_goes(app: App) {
    let system = app.almighty_system(PORTAL).await;
    let _done = system.put("/provider/customers/C1", customer("甲")).await.expect(201);
    let mut late = contract("C1", "G2");
    late["started_on"] = json!("某日");
    let rows = [
        row("CAF0000000001", contract("C1", "G1")),
        row("CAF0000000002", contract("C1", "G1")),
        row("CAF0000000003", late),
    ];
    let path = "/provider/contract-batches";
    let refused = system.post(path, json!({ "mode": "all_or_nothing", "rows": rows })).await.refused_fields();
    assert_eq!(refused, [("rows[2].started_on".to_owned(), "date_malformed".to_owned())]);
    assert_eq!(billing_groups::Entity::find().count(app.db()).await.unwrap(), 0);
    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    assert_eq!((&answer["stored"], &answer["refused"]), (&json!(2), &json!(1)));
    assert_eq!(answer["rows"][2]["code"], "date_malformed");
    assert_eq!(billing_groups::Entity::find().count(app.db()).await.unwrap(), 1);
}
