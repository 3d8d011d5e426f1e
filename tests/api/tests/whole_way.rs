//! From the facts of a contract to the CSV of its calls and out again: what the product is for, in one go.

use api_tests::{App, Call, PASSWORD, on_both_engines, solve};
use chrono::NaiveDate;
use madoguchi_api_types::call_records::{CallRecord, CallRecordTotals};
use madoguchi_api_types::contracts::{Contract, ContractDetail};
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceYear};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::registrations::{Registration, RegistrationLinkState};
use madoguchi_api_types::sessions::{Session, SignInAttempt};
use serde_json::json;

on_both_engines!(from_contract_facts_to_log_out);

async fn from_contract_facts_to_log_out(app: App) {
    let subscriber = app.subscriber().await;
    app.options(&subscriber.contract, &["リモートサポート", "セキュリティ"]).await;
    let october = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    let lines = [(&subscriber.contract, "基本料金", 5_200, "standard_10")];
    let invoice = app.invoice(&subscriber.group, october, &lines).await;
    app.calls(&subscriber.contract, &[Call::default(), Call { charge: 30, ..Call::default() }]).await;
    let (browser, mail) = (app.browser(), "midori@example.jp");

    let taken = browser.post("/registrations", subscriber.facts(mail)).await.expect(202);
    let taken: Registration = taken.json();
    assert_eq!(taken.mail_address, mail);
    let letter = app.letter(mail).await;
    let state = browser.post("/registrations/link", json!({ "token": letter.token })).await.expect(200);
    assert_eq!(state.json::<RegistrationLinkState>().expires_at, taken.link_expires_at);
    let ticket = browser.ticket(&letter).await;
    let _ = browser.choose_password(&letter, &ticket, PASSWORD).await.expect(204);
    browser.get("/session").await.refused(401, "session_missing");

    let attempt: SignInAttempt = browser.give_password(&letter.access_id, PASSWORD).await.expect(201).json();
    assert!(attempt.one_time_password);
    assert_eq!(attempt.mail_address, "m***@example.jp");
    browser.get("/session").await.refused(401, "session_missing");
    let code = api_tests::one_time_password(app.mails_to(mail).await.last().unwrap());
    let session: Session = browser.complete(&attempt, &code, &solve(&attempt)).await.expect(201).json();
    assert_eq!(session.user.sign_in_name, letter.access_id);
    assert_eq!(session.customer.number, subscriber.customer.number);
    assert_eq!(browser.get("/session").await.expect(200).json::<Session>(), session);

    let contracts: Page<Contract> = browser.get("/contracts").await.expect(200).json();
    assert_eq!(contracts.items.len(), 1);
    let contract = format!("/contracts/{}", contracts.items[0].id);
    let detail: ContractDetail = browser.get(&contract).await.expect(200).json();
    assert_eq!(detail.number, subscriber.contract.number);
    assert_eq!(detail.options, ["リモートサポート", "セキュリティ"]);
    assert_eq!(detail.place.address1, "東京都港区港南");

    let year: InvoiceYear = browser.get(&format!("{contract}/invoices")).await.expect(200).json();
    assert_eq!((year.year, year.invoices[0].gross), (Some(2026), 5_720));
    let path = format!("{contract}/invoices/{}", year.invoices[0].id);
    let read: InvoiceDetail = browser.get(&path).await.expect(200).json();
    assert_eq!((read.number, read.net, read.tax, read.gross), (invoice.number, 5_200, 520, 5_720));
    assert_eq!(read.contracts[0].lines[0].item, "基本料金");

    let records: Page<CallRecord> = browser.get(&format!("{contract}/call-records")).await.expect(200).json();
    assert_eq!(records.items.len(), 2);
    let totals: CallRecordTotals = browser.get(&format!("{contract}/call-records/totals")).await.expect(200).json();
    assert_eq!((totals.month.as_str(), totals.count, totals.charge), ("2026-11", 2, 39));
    let csv = browser.get(&format!("{contract}/call-records.csv")).await.expect(200);
    assert_eq!(csv.text().lines().count(), 3);

    let gone = browser.delete("/session").await.expect(204);
    assert_eq!(gone.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert_eq!(browser.cookie(&browser.session_cookie()), None);
    browser.get("/session").await.refused(401, "session_missing");
    browser.get(&contract).await.refused(401, "session_missing");
}
