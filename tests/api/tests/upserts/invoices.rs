//! Invoices: lines in, totals by the rules, compared with the sender's.

use api_tests::{App, PORTAL, Subscriber, System, on_both_engines};
use madoguchi_entities::invoices;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::row;

on_both_engines!(
    totals_are_computed_and_compared,
    what_was_issued_never_changes,
    people_are_told_once_and_not_when_it_is_only_tried,
    a_batch_is_issued_together_or_row_by_row,
);

fn invoice(subscriber: &Subscriber, amounts: &[i64]) -> Value {
    let line = |amount: &i64| {
        let number = &subscriber.contract.number;
        json!({ "contract": number, "item": "基本料", "amount": amount, "tax_rate": "standard_10" })
    };
    let lines: Vec<Value> = amounts.iter().map(line).collect();
    json!({ "billing_group": subscriber.group.number, "month": "2026-10", "lines": lines })
}

async fn issued(app: &App) -> u64 {
    invoices::Entity::find().count(app.db()).await.unwrap()
}

async fn ready(app: &App) -> (Subscriber, System) {
    (app.subscriber().await, app.almighty_system(PORTAL).await)
}

async fn totals_are_computed_and_compared(app: App) {
    let (subscriber, system) = ready(&app).await;
    let path = "/provider/invoices/S-1";
    let mut stated = invoice(&subscriber, &[1_005, 1_005, 1_005]);
    for (field, wrong) in [("net", 3_014), ("tax", 300), ("gross", 3_315)] {
        stated["totals"] = json!({ field: wrong });
        let refused = system.put(path, &stated).await.refused_fields();
        assert_eq!(refused, [(format!("totals.{field}"), "total_differs".to_owned())]);
    }
    assert_eq!(issued(&app).await, 0);
    // Rounded down once for the rate: 301, not three times 100.
    stated["totals"] = json!({ "net": 3_015, "tax": 301, "gross": 3_316 });
    let answer: Value = system.put(path, &stated).await.expect(201).json();
    assert_eq!((&answer["net"], &answer["tax"], &answer["gross"]), (&json!(3_015), &json!(301), &json!(3_316)));
    assert_eq!((&answer["status"], issued(&app).await), (&json!("stored"), 1));
}

async fn what_was_issued_never_changes(app: App) {
    let (subscriber, system) = ready(&app).await;
    let path = "/provider/invoices/S-1";
    let first: Value = system.put(path, invoice(&subscriber, &[3_300])).await.expect(201).json();
    let again: Value = system.put(path, invoice(&subscriber, &[3_300])).await.expect(200).json();
    assert_eq!((&again["status"], &again["id"]), (&json!("unchanged"), &first["id"]));
    let refused = system.put(path, invoice(&subscriber, &[3_301])).await.refused_fields();
    assert_eq!(refused, [("number".to_owned(), "invoice_differs".to_owned())]);
    let mut correction = invoice(&subscriber, &[3_301]);
    correction["corrects"] = json!("S-1");
    let _done = system.put("/provider/invoices/S-2", &correction).await.expect(201);
    let refused = system.put("/provider/invoices/S-3", &correction).await.refused_fields();
    assert_eq!(refused, [("corrects".to_owned(), "invoice_corrected".to_owned())]);
    let mut foreign = invoice(&subscriber, &[1, 2]);
    foreign["lines"][1]["contract"] = json!("CAF9999999999");
    let refused = system.put("/provider/invoices/S-4", &foreign).await.refused_fields();
    assert_eq!(refused, [("lines[1].contract".to_owned(), "contract_unknown".to_owned())]);
}

async fn people_are_told_once_and_not_when_it_is_only_tried(app: App) {
    let (subscriber, system) = ready(&app).await;
    let user = app.user_with(&subscriber.group, |row| row.mail_notice = sea_orm::ActiveValue::Set(true)).await;
    let address = user.row.mail_address.clone();
    let tried = system.put("/provider/invoices/S-1?dry_run=true", invoice(&subscriber, &[3_300])).await.expect(201);
    assert_eq!(tried.json::<Value>()["gross"], 3_630);
    assert_eq!((issued(&app).await, app.mails_to(&address).await.len()), (0, 0));
    let _done = system.put("/provider/invoices/S-1", invoice(&subscriber, &[3_300])).await.expect(201);
    assert_eq!(app.mails_to(&address).await.len(), 1);
    let _done = system.put("/provider/invoices/S-1", invoice(&subscriber, &[3_300])).await.expect(200);
    let _done = system.put("/provider/invoices/S-2?mailed=false", invoice(&subscriber, &[3_300])).await.expect(201);
    assert_eq!((issued(&app).await, app.mails_to(&address).await.len()), (2, 1));
}

async fn a_batch_is_issued_together_or_row_by_row(app: App) {
    let (subscriber, system) = ready(&app).await;
    let mut wrong = invoice(&subscriber, &[100]);
    wrong["month"] = json!("2026-13");
    let rows = [row("S-1", invoice(&subscriber, &[100])), row("S-2", wrong), row("S-3", invoice(&subscriber, &[200]))];
    let path = "/provider/invoice-batches";
    let refused = system.post(path, json!({ "mode": "all_or_nothing", "rows": rows })).await.refused_fields();
    assert_eq!(refused[0].0, "rows[1].month");
    assert_eq!(issued(&app).await, 0);
    let answer: Value = system.post(path, json!({ "mode": "per_row", "rows": rows })).await.expect(200).json();
    assert_eq!((&answer["stored"], &answer["refused"], issued(&app).await), (&json!(2), &json!(1), 2));
}
