//! 変更: before and after, and the answers that a contract has once the change is registered.

use api_tests::{App, Browser, Draft, NETWORK, on_both_engines};
use madoguchi_api_types::contracts::{ContractDetail, ContractEventKind};
use madoguchi_api_types::requests::{RequestConfirmation, RequestDetail, RequestState};
use madoguchi_services::requests::by_provider;
use serde_json::{Value, json};

use super::{answers, apply, complete, kinds, read, send};

on_both_engines!(
    a_change_is_shown_with_what_was_before_and_replaces_it,
    a_change_that_is_refused_changes_nothing,
    one_change_waits_at_a_time_and_changes_something,
    what_is_asked_about_a_contract_ends_with_its_application,
);

fn answer<'a>(contract: &'a ContractDetail, label: &str) -> Option<&'a str> {
    let entries = contract.sections.iter().flat_map(|section| &section.entries);
    entries.into_iter().find(|entry| entry.label.ja == label).map(|entry| entry.text.ja.as_str())
}

async fn a_change_is_shown_with_what_was_before_and_replaces_it(app: App) {
    let (_, body) = app.applicant().await;
    let sent = apply(&body, &answers("B", "やまびこ医院", "ヤマビコイイン")).await;
    complete(&app, &sent).await;
    let contract = sent.request.contract_id.unwrap();
    let opened = body.post("/requests", json!({ "kind": "change", "contract_id": contract })).await.expect(201);
    let draft = Draft::of(&opened);
    assert_eq!(draft.detail.request.title, "やまびこ医院");
    let mut typed: Value = serde_json::to_value(&draft.detail.form.as_ref().unwrap().answers).unwrap();
    assert_eq!(typed["facility"]["phone"], "0337986756");
    typed["facility"]["beds"] = json!("19");
    typed["facility"]["address2"] = json!("6丁目1");
    typed["extended"]["storage"] = json!("false");
    let _saved = body.save_draft(&draft, &typed).await.expect(200);
    let said: RequestConfirmation = body.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    let entries: Vec<_> = said.sections.iter().flat_map(|section| &section.entries).collect();
    let changed: Vec<_> = entries
        .iter()
        .filter_map(|it| Some((it.label.ja.as_str(), it.before.as_ref()?.ja.as_str(), it.text.ja.as_str())))
        .collect();
    assert_eq!(
        changed,
        [
            ("ご住所2", "5丁目7-1", "6丁目1"),
            ("一般病床数（許可病床数）", "", "19"),
            ("ストレージサービス", "あり", "なし")
        ]
    );
    assert!(!entries.iter().any(|it| it.label.ja == "契約申し込みパターン"));

    let draft = body.read_draft(&draft).await;
    let change = send(&body, &draft, &typed).await;
    let waiting = read(&body, contract).await;
    assert_eq!(answer(&waiting, "ご住所2"), Some("5丁目7-1"));
    assert_eq!(kinds(&waiting)[0], ContractEventKind::ChangeApplied);
    complete(&app, &change).await;
    let done = read(&body, contract).await;
    assert_eq!((answer(&done, "ご住所2"), answer(&done, "ストレージサービス")), (Some("6丁目1"), Some("なし")));
    assert_eq!(answer(&done, "契約申し込みパターン"), Some("B：ご契約は各施設、窓口は運営主体（事務局）"));
    assert_eq!(done.place.address2, "6丁目1");
    assert_eq!(kinds(&done)[0], ContractEventKind::Changed);
    assert_eq!(done.history[0].request_number, Some(change.request.number));
}

async fn a_change_that_is_refused_changes_nothing(app: App) {
    let (_, browser) = app.applicant().await;
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let contract = sent.request.contract_id.unwrap();
    let before = read(&browser, contract).await;
    let opened = browser.post("/requests", json!({ "kind": "change", "contract_id": contract })).await.expect(201);
    let draft = Draft::of(&opened);
    let mut typed: Value = serde_json::to_value(&draft.detail.form.as_ref().unwrap().answers).unwrap();
    typed["facility"]["facility_name"] = json!("べつの診療所");
    let change = send(&browser, &draft, &typed).await;
    let number = &change.request.number;
    by_provider::reject(app.services(), &app.provider(NETWORK), number, "お電話でご確認ください").await.unwrap();
    let after = read(&browser, contract).await;
    assert_eq!(after.sections, before.sections);
    assert_eq!(kinds(&after)[0], ContractEventKind::ChangeCancelled);
}

/// A draft of a change of the contract with its answers.
async fn change_of(browser: &Browser, contract: uuid::Uuid) -> (Draft, Value) {
    let opened = browser.post("/requests", json!({ "kind": "change", "contract_id": contract })).await.expect(201);
    let draft = Draft::of(&opened);
    let typed = serde_json::to_value(&draft.detail.form.as_ref().unwrap().answers).unwrap();
    (draft, typed)
}

/// Two at once would undo each other: the second would be of a contract that is not there any more.
async fn one_change_waits_at_a_time_and_changes_something(app: App) {
    let (_, browser) = app.applicant().await;
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    complete(&app, &sent).await;
    let contract = sent.request.contract_id.unwrap();
    let (same, typed) = change_of(&browser, contract).await;
    browser.get(&format!("{}/confirmation", same.path())).await.refused(409, "nothing_changed");
    browser.send_draft(&same, &same.detail.request.number).await.refused(409, "nothing_changed");

    let mut beds = typed.clone();
    beds["facility"]["beds"] = json!("19");
    let _saved = browser.save_draft(&same, &beds).await.expect(200);
    let (other, mut phone) = change_of(&browser, contract).await;
    phone["facility"]["phone"] = json!("03-9999-8888");
    let _saved = browser.save_draft(&other, &phone).await.expect(200);
    let same = browser.read_draft(&same).await;
    let first: RequestDetail = browser.send_draft(&same, &same.detail.request.number).await.expect(200).json();
    let other = browser.read_draft(&other).await;
    browser.get(&format!("{}/confirmation", other.path())).await.refused(409, "change_filed");
    browser.send_draft(&other, &other.detail.request.number).await.refused(409, "change_filed");
    complete(&app, &first).await;
    // Afterwards one reads that it would take the first one back.
    let said: RequestConfirmation = browser.get(&format!("{}/confirmation", other.path())).await.expect(200).json();
    let entries = said.sections.iter().flat_map(|section| &section.entries);
    let changed: Vec<_> =
        entries.filter_map(|it| Some((it.label.ja.as_str(), it.before.as_ref()?.ja.as_str()))).collect();
    assert!(changed.contains(&("一般病床数（許可病床数）", "19")), "{changed:?}");
}

async fn what_is_asked_about_a_contract_ends_with_its_application(app: App) {
    let (_, browser) = app.applicant().await;
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let contract = sent.request.contract_id.unwrap();
    let (draft, mut typed) = change_of(&browser, contract).await;
    typed["facility"]["beds"] = json!("19");
    let change = send(&browser, &draft, &typed).await;
    let _taken_back =
        browser.post(&format!("/requests/{}/withdrawal", sent.request.id), json!({ "reason": "" })).await.expect(200);
    let read: RequestDetail = browser.get(&format!("/requests/{}", change.request.id)).await.expect(200).json();
    assert_eq!(read.request.state, RequestState::Failed);
    let number = &change.request.number;
    assert!(by_provider::complete(app.services(), &app.provider(NETWORK), number, "").await.is_err());
}
