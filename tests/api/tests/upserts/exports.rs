//! The export of a line provider through REST alone reaches the figures that a correct import reaches.

use std::collections::BTreeMap;
use std::path::Path;

use api_tests::{App, PORTAL, System, on_both_engines};
use encoding_rs::SHIFT_JIS;
use madoguchi_api_types::provider::batches::BatchAnswer;
use madoguchi_api_types::provider::imports::CallRecordImport;
use madoguchi_entities::{call_record_months, call_records, contracts, customers, invoice_lines, invoices};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(the_export_of_a_line_provider_reaches_its_figures);

/// `MADOGUCHI_EXPORT` names a folder with the whole of it; without, the sample of the repository.
fn folder() -> std::path::PathBuf {
    let sample = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../exports/telecom");
    std::env::var_os("MADOGUCHI_EXPORT").map_or_else(sample, Into::into)
}

fn rows(file: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(folder().join(file)).unwrap();
    let (text, ..) = SHIFT_JIS.decode(&bytes);
    let mut lines = text.lines().map(cells);
    let header = lines.next().unwrap();
    lines.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

/// The cells of a line; those in quotes may have commas.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            letter => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

async fn batches(system: &System, noun: &str, rows: &[Value]) -> BatchAnswer {
    let mut sum = BatchAnswer { dry_run: false, stored: 0, updated: 0, unchanged: 0, refused: 0, rows: Vec::new() };
    for rows in rows.chunks(1_000) {
        let batch = json!({ "mode": "all_or_nothing", "rows": rows });
        let answer: BatchAnswer = system.post(&format!("/provider/{noun}-batches"), batch).await.expect(200).json();
        sum.stored += answer.stored;
        sum.updated += answer.updated;
        sum.unchanged += answer.unchanged;
        sum.rows.extend(answer.rows);
    }
    sum
}

fn customer(row: &BTreeMap<String, String>) -> Value {
    json!({
        "number": row["顧客番号"], "name": row["顧客名"], "name_kana": row["顧客名カナ"], "postal_code": row["郵便番号"],
        "prefecture": row["都道府県"], "address1": row["住所1"], "address2": row["住所2"], "phone": row["電話番号"],
    })
}

fn contract(row: &BTreeMap<String, String>) -> Value {
    let status = match row["契約ステータス"].as_str() {
        "サービス提供準備中" => "preparing",
        "解約済" => "terminated",
        _ => "active",
    };
    let options: Vec<&String> = (1..=5).map(|at| &row[&format!("オプション{at}")]).collect();
    json!({
        "number": row["契約番号"], "customer": row["顧客番号"], "billing_group": row["請求グループ"],
        "category": if row["区分"] == "ひかり" { "line" } else { "other" }, "service_name": row["サービス名"],
        "status": status, "started_on": row["開始日"], "postal_code": row["設置郵便番号"],
        "prefecture": row["設置都道府県"], "address1": row["設置住所1"], "address2": row["設置住所2"],
        "building": row["建物名"], "access_key": row["アクセスキー"], "phone_number": row["電話番号"],
        "phone_service_name": if row["電話番号"].is_empty() { "" } else { "ひかり電話" },
        "options": options, "call_records": row["通話明細"] == "1",
    })
}

fn invoices() -> Vec<Value> {
    let mut invoices: BTreeMap<String, Value> = BTreeMap::new();
    for row in rows("invoice_lines.csv") {
        let invoice = invoices.entry(row["請求番号"].clone()).or_insert_with(|| {
            let (number, group, month) = (&row["請求番号"], &row["請求グループ"], &row["請求年月"]);
            json!({ "number": number, "billing_group": group, "month": month, "lines": [] })
        });
        let amount: i64 = row["金額"].replace(',', "").parse().unwrap();
        let tax_rate = match row["税率"].as_str() {
            "10" => "standard_10",
            "8" => "reduced_8",
            _ => "out_of_scope",
        };
        invoice["lines"].as_array_mut().unwrap().push(json!({
            "contract": row["契約番号"], "item": row["料金内訳"], "amount": amount, "tax_rate": tax_rate,
            "note": row.get("備考").cloned().unwrap_or_default(),
        }));
    }
    invoices.into_values().collect()
}

async fn figures(app: &App) -> [i64; 7] {
    let count = |count: u64| i64::try_from(count).unwrap();
    let issued = invoices::Entity::find().all(app.db()).await.unwrap();
    let months = call_record_months::Entity::find().all(app.db()).await.unwrap();
    [
        count(customers::Entity::find().count(app.db()).await.unwrap()),
        count(contracts::Entity::find().count(app.db()).await.unwrap()),
        count(issued.len() as u64),
        count(invoice_lines::Entity::find().count(app.db()).await.unwrap()),
        issued.iter().map(|invoice| invoice.gross).sum(),
        count(call_records::Entity::find().count(app.db()).await.unwrap()),
        months.iter().map(|month| month.charge).sum(),
    ]
}

async fn the_export_of_a_line_provider_reaches_its_figures(app: App) {
    let text = std::fs::read_to_string(folder().join("expected.json"));
    let text = text.or_else(|_| std::fs::read_to_string(folder().join("../expected.json"))).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let figure = |name: &str| expected["telecom"][name].as_i64().unwrap();
    let wanted = [
        figure("customers"),
        figure("contracts"),
        figure("invoices"),
        figure("invoice_lines"),
        figure("invoice_total_with_tax_rounded_down_once_per_rate_per_invoice"),
        figure("call_records_stored"),
        figure("call_charge_stored"),
    ];
    let all_customers: Vec<Value> = rows("customers.csv").iter().map(customer).collect();
    let all_contracts: Vec<Value> = rows("contracts.csv").iter().map(contract).collect();
    let calls = std::fs::read(folder().join("call_records_202610.csv.gz")).unwrap();
    let all_invoices = invoices();
    let system = app.almighty_system(PORTAL).await;
    // Twice: the second time changes nothing.
    for time in 0..2 {
        let customers = batches(&system, "customer", &all_customers).await;
        let contracts = batches(&system, "contract", &all_contracts).await;
        let invoices = batches(&system, "invoice", &all_invoices).await;
        let request = system.change(Method::POST, "/provider/call-records/imports?columns=portal");
        let request = request.header("content-type", "text/csv").header("content-encoding", "gzip");
        let import: CallRecordImport = request.body(calls.clone()).send().await.expect(201).json();
        assert_eq!((import.rows, import.refused), (figure("call_rows"), figure("call_rows_rejected")));
        assert_eq!(figures(&app).await, wanted);
        if time > 0 {
            let changed = [customers, contracts, invoices].map(|answer| answer.stored + answer.updated);
            assert_eq!((changed, import.stored), ([0, 0, 0], 0));
        }
    }
}
