//! N14: what contracts store comes by import, is charged once when the month is over, and is read with its fee and invoice.

mod charging;
mod imports;
mod readers;
mod reports;

use api_tests::{App, Browser, NETWORK, User, answers_for};
use chrono::TimeDelta;
use madoguchi_api_types::invoices::InvoiceDetail;
use madoguchi_api_types::requests::RequestDetail;
use madoguchi_api_types::usages::ContractUsages;
use madoguchi_domain::dates::Month;
use madoguchi_services::imports::{Mapping, Summary};
use madoguchi_services::usages::charging::{Charged, Charging, charge};
use serde_json::{Value, json};
use uuid::Uuid;

/// The month that is over after [`month_over`].
const NOVEMBER: &str = "2026-11";

/// Who applied for contracts that have storage, on 10 December.
struct Holder {
    user: User,
    browser: Browser,
    /// Contracts with their numbers, in the order in which they were applied for.
    contracts: Vec<(Uuid, String)>,
}

/// Answers with a pattern and a facility of a name.
fn answers(pattern: &str, name: &str, kana: &str) -> Value {
    let mut answers = answers_for("viewing");
    answers["pattern"] = json!({ "pattern": pattern });
    answers["facility"]["facility_name"] = json!(name);
    answers["facility"]["facility_name_kana"] = json!(kana);
    answers
}

/// Somebody applies in November; then the month is over.
async fn holder(app: &App, applications: &[Value]) -> Holder {
    let (user, browser) = app.applicant().await;
    let mut requests = Vec::new();
    for answers in applications {
        let draft = browser.open_draft("viewing").await;
        let _saved = browser.save_draft(&draft, answers).await.expect(200);
        let draft = browser.read_draft(&draft).await;
        let sent: RequestDetail = browser.send_draft(&draft, &draft.detail.request.number).await.expect(200).json();
        requests.push(sent);
    }
    let mut contracts = Vec::new();
    for request in requests {
        let id = request.request.contract_id.unwrap();
        let contract: Value = browser.get(&format!("/contracts/{id}")).await.expect(200).json();
        contracts.push((id, contract["number"].as_str().unwrap().to_owned()));
    }
    Holder { user, browser, contracts }
}

/// To 10 December 2026; who reads afterwards logs in anew.
async fn month_over(app: &App, holder: &mut Holder) {
    app.advance(TimeDelta::days(20));
    holder.browser = app.signed_in(&holder.user).await;
}

/// Imports a file of what was stored through the mapping of the preset.
async fn import(app: &App, name: &str, file: impl AsRef<[u8]>) -> Summary {
    let folder = std::env::temp_dir().join(format!("usages-{}", Uuid::now_v7()));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(name), file).unwrap();
    let mapping = Mapping::preset(NETWORK).unwrap();
    let provider = app.provider(NETWORK);
    let summary = madoguchi_services::imports::run(app.services(), &provider, &folder, &mapping, |_| {}).await;
    std::fs::remove_dir_all(&folder).unwrap();
    summary.unwrap()
}

/// The file of amounts for one month.
fn file(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(contract, amount)| format!("{contract},2026年11月,{amount}\n")).collect();
    format!("契約番号,年月,ストレージ容量\n{rows}")
}

async fn charge_month(app: &App, month: &str) -> Charged {
    let how = Charging { issued_on: None, mailed: true };
    charge(app.services(), &app.provider(NETWORK), Month::parse(month).unwrap(), how).await.unwrap()
}

async fn read(browser: &Browser, contract: Uuid) -> ContractUsages {
    browser.get(&format!("/contracts/{contract}/usages")).await.expect(200).json()
}

async fn invoice(browser: &Browser, id: Uuid) -> InvoiceDetail {
    browser.get(&format!("/invoices/{id}")).await.expect(200).json()
}
