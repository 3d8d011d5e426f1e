//! What requests do to contracts: a new one is made, changed, ended, and who sees it.

mod changes;
mod terminations;

use api_tests::{App, Browser, Draft, NETWORK, answers_for, on_both_engines};
use madoguchi_api_types::contracts::{Contract, ContractDetail, ContractEventKind, ContractStatus};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::{RequestConfirmation, RequestDetail};
use madoguchi_entities::{contracts, customers};
use madoguchi_services::requests::by_provider;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(
    an_application_makes_a_contract_that_the_provider_registers,
    what_is_said_before_one_sends,
    a_body_manages_the_contracts_of_its_facilities_and_no_others,
    a_facility_that_is_applied_for_again_is_the_same,
    what_is_refused_or_taken_back_is_cancelled,
    contract_numbers_leave_out_those_that_are_taken,
);

/// Contracts of the list.
pub async fn listed(browser: &Browser) -> Vec<Contract> {
    browser.get("/contracts").await.expect(200).json::<Page<Contract>>().items
}

/// A contract in full.
pub async fn read(browser: &Browser, id: uuid::Uuid) -> ContractDetail {
    browser.get(&format!("/contracts/{id}")).await.expect(200).json()
}

/// Kinds of what happened to a contract, newest first.
pub fn kinds(contract: &ContractDetail) -> Vec<ContractEventKind> {
    contract.history.iter().map(|event| event.kind).collect()
}

/// Answers for a facility of a name, with who stands where.
pub fn answers(pattern: &str, name: &str, kana: &str) -> Value {
    let mut answers = answers_for("viewing");
    answers["pattern"] = json!({ "pattern": pattern });
    answers["facility"]["facility_name"] = json!(name);
    answers["facility"]["facility_name_kana"] = json!(kana);
    answers
}

/// Applies for a viewing facility and sends it.
pub async fn apply(browser: &Browser, answers: &Value) -> RequestDetail {
    let draft = browser.open_draft("viewing").await;
    send(browser, &draft, answers).await
}

/// Fills a draft in and sends it.
pub async fn send(browser: &Browser, draft: &Draft, answers: &Value) -> RequestDetail {
    let _saved = browser.save_draft(draft, answers).await.expect(200);
    let draft = browser.read_draft(draft).await;
    browser.send_draft(&draft, &draft.detail.request.number).await.expect(200).json()
}

/// Completes a request, as the provider does.
pub async fn complete(app: &App, request: &RequestDetail) {
    let number = &request.request.number;
    by_provider::complete(app.services(), &app.provider(NETWORK), number, "").await.unwrap();
}

async fn an_application_makes_a_contract_that_the_provider_registers(app: App) {
    let (user, browser) = app.applicant().await;
    assert_eq!(listed(&browser).await, []);
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let [contract] = <[Contract; 1]>::try_from(listed(&browser).await).unwrap();
    assert_eq!(sent.request.contract_id, Some(contract.id));
    assert_eq!((contract.status, contract.number.as_str()), (ContractStatus::Applied, "000001"));
    assert_eq!(contract.started_on.to_string(), "2026-11-20");
    let period = contract.period.clone().unwrap();
    assert_eq!(period.ends_on.to_string(), "2027-03-31");
    assert_eq!(period.notice_until.unwrap().to_string(), "2027-03-01");
    assert_eq!(period.renews_on.unwrap().to_string(), "2027-04-01");
    let columns: Vec<_> = contract.answers.iter().map(|it| (it.label.ja.as_str(), it.text.ja.as_str())).collect();
    assert_eq!(columns, [("施設名", "みどり野診療所"), ("病床数", ""), ("リポジトリ", "なし"), ("ストレージ", "あり")]);
    let detail = read(&browser, contract.id).await;
    assert_eq!(kinds(&detail), [ContractEventKind::Applied]);
    assert_eq!(detail.history[0].name, user.row.name);
    assert_eq!(detail.history[0].request_number.as_ref(), Some(&sent.request.number));
    assert_eq!(detail.place.postal_code, "1088001");
    assert!(detail.parties.unwrap().sentence.ja.contains("ご契約者は各施設、ご担当者（窓口）は各施設"));
    assert!(detail.sections.iter().any(|section| section.title.ja == "ご利用者情報"));
    assert_eq!(detail.actions.would_end_on.unwrap().to_string(), "2027-03-31");

    complete(&app, &sent).await;
    let detail = read(&browser, contract.id).await;
    assert_eq!(detail.status, ContractStatus::Active);
    assert_eq!(kinds(&detail), [ContractEventKind::Registered, ContractEventKind::Applied]);
    assert_eq!(detail.history[0].name, "");
}

async fn what_is_said_before_one_sends(app: App) {
    let (_, browser) = app.applicant().await;
    let draft = browser.open_draft("viewing").await;
    let _saved =
        browser.save_draft(&draft, &answers("B", "みどり野診療所", "ミドリノシンリョウジョ")).await.expect(200);
    let said: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    assert_eq!(said.title.ja, "閲覧施設（ストアクライアント公開施設／手動公開施設）お申込内容確認");
    let period = said.facts.iter().find(|fact| fact.label.ja == "ご契約期間").unwrap();
    assert_eq!(period.text.ja, "2026/11/20～2027/03/31");
    let notes: Vec<&str> = said.notes.iter().map(|note| note.ja.as_str()).collect();
    for wanted in [
        "※お申込みいただいた日からご契約が開始となります。",
        "更に1年間ご契約期間を自動延長します",
        "ご契約者は各施設、ご担当者（窓口）は運営主体（事務局）です。",
        "サービス料（2,980円／月）",
        "※記載されている料金には消費税等は含まれておりません。",
    ] {
        assert!(notes.iter().any(|note| note.contains(wanted)), "no {wanted} in {notes:?}");
    }
    let mut without = answers("B", "みどり野診療所", "ミドリノシンリョウジョ");
    without["extended"]["storage"] = json!("false");
    let draft = browser.read_draft(&draft).await;
    let _saved = browser.save_draft(&draft, &without).await.expect(200);
    let said: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    assert!(!said.notes.iter().any(|note| note.ja.contains("円") || note.ja.contains("消費税")), "{:?}", said.notes);
}

async fn a_body_manages_the_contracts_of_its_facilities_and_no_others(app: App) {
    let ((body_user, body), (_, other)) = (app.applicant().await, app.applicant().await);
    let held = apply(&body, &answers("B", "やまびこ医院", "ヤマビコイイン")).await;
    let own = apply(&body, &answers("C", "かわせみ薬局", "カワセミヤッキョク")).await;
    let foreign = apply(&other, &answers("B", "やまびこ医院", "ヤマビコイイン")).await;
    let (held, own, foreign) =
        (held.request.contract_id.unwrap(), own.request.contract_id.unwrap(), foreign.request.contract_id.unwrap());
    let seen: Vec<_> = listed(&body).await.into_iter().map(|contract| contract.id).collect();
    assert_eq!(seen, [held, own]);
    body.get(&format!("/contracts/{foreign}")).await.refused(404, "not_found");
    other.get(&format!("/contracts/{held}")).await.refused(404, "not_found");
    other.get(&format!("/contracts/{own}")).await.refused(404, "not_found");
    for kind in ["change", "termination"] {
        let ask = json!({ "kind": kind, "contract_id": held });
        other.post("/requests", ask).await.refused(404, "not_found");
    }

    let contract = contracts::Entity::find_by_id(held).one(app.db()).await.unwrap().unwrap();
    assert_eq!(contract.contact_customer_id, Some(body_user.row.customer_id));
    assert_ne!(contract.customer_id, body_user.row.customer_id);
    let detail = read(&body, held).await;
    assert_eq!(detail.customer_name, "やまびこ医院");
    let parties = detail.parties.unwrap();
    assert_eq!((parties.contractor.as_str(), parties.contact), ("やまびこ医院", app.customer_name(&body_user).await));
    assert!(parties.sentence.ja.contains("ご担当者（窓口）は運営主体（事務局）"));
    let of_body = contracts::Entity::find_by_id(own).one(app.db()).await.unwrap().unwrap();
    assert_eq!((of_body.customer_id, of_body.contact_customer_id), (body_user.row.customer_id, None));

    // Should the facility get a login of its own, it sees its contract and nothing of the body's.
    let facility = customers::Entity::find_by_id(contract.customer_id).one(app.db()).await.unwrap().unwrap();
    let person = app.colleague(&facility, "yamabiko").await;
    let facility = app.signed_in(&person).await;
    let seen: Vec<_> = listed(&facility).await.into_iter().map(|contract| contract.id).collect();
    assert_eq!(seen, [held]);
    facility.get(&format!("/contracts/{own}")).await.refused(404, "not_found");
    assert!(facility.get("/requests").await.expect(200).json::<Page<Value>>().items.is_empty());
}

async fn a_facility_that_is_applied_for_again_is_the_same(app: App) {
    let (_, body) = app.applicant().await;
    let holder = async |request: RequestDetail| {
        let id = request.request.contract_id.unwrap();
        contracts::Entity::find_by_id(id).one(app.db()).await.unwrap().unwrap().customer_id
    };
    let first = holder(apply(&body, &answers("B", "やまびこ医院", "ヤマビコイイン")).await).await;
    let count = customers::Entity::find().count(app.db()).await.unwrap();
    let again = holder(apply(&body, &answers("B", "やまびこ 医院", "やまびこ・いいん")).await).await;
    assert_eq!(first, again);
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), count);
    let mut elsewhere = answers("B", "やまびこ医院", "ヤマビコイイン");
    elsewhere["facility"]["postal_code"] = json!("530-0001");
    assert_ne!(holder(apply(&body, &elsewhere).await).await, first);
}

async fn what_is_refused_or_taken_back_is_cancelled(app: App) {
    let (_, browser) = app.applicant().await;
    let refused = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let number = &refused.request.number;
    by_provider::reject(app.services(), &app.provider(NETWORK), number, "機関コードが違います").await.unwrap();
    let withdrawn = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let path = format!("/requests/{}/withdrawal", withdrawn.request.id);
    let _done = browser.post(&path, json!({ "reason": "" })).await.expect(200);
    for request in [refused, withdrawn] {
        let detail = read(&browser, request.request.contract_id.unwrap()).await;
        assert_eq!((detail.status, &detail.period), (ContractStatus::Cancelled, &None));
        assert_eq!(kinds(&detail)[0], ContractEventKind::Cancelled);
        assert_eq!((detail.actions.change, detail.actions.termination), (None, None));
        let ask = json!({ "kind": "change", "contract_id": detail.id });
        browser.post("/requests", ask).await.refused(409, "contract_over");
    }
}

async fn contract_numbers_leave_out_those_that_are_taken(app: App) {
    let (user, browser) = app.applicant().await;
    let customer = customers::Entity::find_by_id(user.row.customer_id).one(app.db()).await.unwrap().unwrap();
    let group = app.billing_group(&customer).await;
    app.contract(&group, |row| {
        row.number = sea_orm::ActiveValue::Set("000001".to_owned());
        row.category = sea_orm::ActiveValue::Set("viewing".to_owned());
    })
    .await;
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    let numbers: Vec<_> = listed(&browser).await.into_iter().map(|contract| contract.number).collect();
    assert_eq!(numbers, ["000001", "000002"]);
    assert_eq!(read(&browser, sent.request.contract_id.unwrap()).await.number, "000002");
}
