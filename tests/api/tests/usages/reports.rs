//! What systems report by REST: the same rules as the import, row by row or all together, and read back.

use api_tests::{App, on_both_engines};
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_entities::audit_events;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::*;

on_both_engines!(
    what_is_reported_is_read_back_and_corrected_until_it_is_charged,
    reports_stand_by_themselves_or_together
);

const SCOPES: [ApiScope; 2] = [ApiScope::UsagesRead, ApiScope::UsagesWrite];
const BATCHES: &str = "/provider/usage-batches";

fn batch(mode: &str, rows: &[(&str, &str)]) -> Value {
    let row = |(contract, amount): &(&str, &str)| json!({ "contract": contract, "code": "storage", "month": NOVEMBER, "amount": amount });
    json!({ "mode": mode, "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

fn statuses(answer: &Value) -> Vec<&str> {
    answer["rows"].as_array().unwrap().iter().map(|row| row["status"].as_str().unwrap()).collect()
}

async fn what_is_reported_is_read_back_and_corrected_until_it_is_charged(app: App) {
    let mut holder = holder(&app, &[answers("A", "みどり野診療所", "ミドリノシンリョウジョ")]).await;
    month_over(&app, &mut holder).await;
    let (contract, number) = holder.contracts[0].clone();
    let system = app.system(NETWORK, &SCOPES).await;
    let report = async |amount: &str| -> Value {
        system.post(BATCHES, batch("all_or_nothing", &[(&number, amount)])).await.expect(200).json()
    };
    assert_eq!(statuses(&report("６．２５ＧＢ").await), ["stored"]);
    assert_eq!(statuses(&report("6,250 MB").await), ["unchanged"]);
    assert_eq!(statuses(&report("6GB").await), ["updated"]);
    assert_eq!(read(&holder.browser, contract).await.months[0].bytes, 6_000_000_000);
    let path = format!("/provider/contracts/{number}/usages");
    let before: Value = system.get(&path).await.expect(200).json();
    assert_eq!(before["contract"], json!(number));
    assert_eq!(
        before["months"][0],
        json!({ "code": "storage", "month": NOVEMBER, "bytes": 6_000_000_000_i64, "fee": 2_980, "charged": false })
    );
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq("usages.written"));
    assert_eq!(events.all(app.db()).await.unwrap().len(), 2, "what changed nothing is no event");

    assert_eq!(charge_month(&app, NOVEMBER).await.invoices, 1);
    let charged: Value = system.get(&path).await.expect(200).json();
    assert_eq!((&charged["months"][0]["charged"], &charged["months"][0]["fee"]), (&json!(true), &json!(2_980)));
    assert!(charged["months"][0]["invoice_id"].is_string());
    let refused = system.post(BATCHES, batch("all_or_nothing", &[(&number, "1GB")])).await.refused_fields();
    assert_eq!(refused, [("rows[0].month".to_owned(), "month_charged".to_owned())]);
    assert_eq!(statuses(&report("6GB").await), ["unchanged"]);
    system.get("/provider/contracts/999999/usages").await.refused(404, "not_found");
}

async fn reports_stand_by_themselves_or_together(app: App) {
    let all =
        [answers("A", "みどり野診療所", "ミドリノシンリョウジョ"), answers("A", "やまびこ医院", "ヤマビコイイン")];
    let mut holder = holder(&app, &all).await;
    month_over(&app, &mut holder).await;
    let [(first, a), (_, b)] = <[_; 2]>::try_from(holder.contracts.clone()).unwrap();
    let system = app.system(NETWORK, &SCOPES).await;
    let rows = [(a.as_str(), "1GB"), ("999999", "1GB"), (b.as_str(), "五ギガ")];
    let refused = system.post(BATCHES, batch("all_or_nothing", &rows)).await.refused_fields();
    let fields = [("rows[1].contract", "contract_unknown"), ("rows[2].amount", "size_malformed")];
    assert_eq!(refused, fields.map(|(field, code)| (field.to_owned(), code.to_owned())));
    assert!(read(&holder.browser, first).await.months.is_empty());
    let tried: Value =
        system.post(&format!("{BATCHES}?dry_run=true"), batch("per_row", &rows)).await.expect(200).json();
    assert_eq!(statuses(&tried), ["stored", "refused", "refused"]);
    assert!(read(&holder.browser, first).await.months.is_empty(), "only tried");
    let done: Value = system.post(BATCHES, batch("per_row", &rows)).await.expect(200).json();
    assert_eq!(done["rows"], tried["rows"]);
    assert_eq!(read(&holder.browser, first).await.months[0].bytes, 1_000_000_000);
    let mut wrong = batch("per_row", &[(&a, "1GB")]);
    wrong["rows"][0]["month"] = json!("2026-13");
    let answer: Value = system.post(BATCHES, wrong).await.expect(200).json();
    assert_eq!((&answer["rows"][0]["field"], &answer["rows"][0]["status"]), (&json!("month"), &json!("refused")));
    let many: Vec<_> = vec![(a.as_str(), "1GB"); 1_001];
    system.post(BATCHES, batch("per_row", &many)).await.refused(413, "batch_too_long");
    // Where nothing is stored, nobody reports.
    app.system(api_tests::RENTAL, &SCOPES).await.post(BATCHES, batch("per_row", &[])).await.refused(404, "not_found");
}
