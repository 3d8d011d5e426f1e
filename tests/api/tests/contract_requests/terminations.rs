//! 解約: until the last day of notice it ends with the period, later a year on, and this is said before one sends it.

use api_tests::{App, Browser, Draft, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::contracts::ContractEventKind::{
    Applied, Registered, Renewed, Terminated, TerminationCancelled, TerminationFiled,
};
use madoguchi_api_types::contracts::ContractStatus;
use madoguchi_api_types::deadlines::{Deadline, DeadlineKind};
use madoguchi_api_types::requests::RequestConfirmation;
use madoguchi_services::contracts::renewals;
use serde_json::json;
use uuid::Uuid;

use super::{answers, apply, complete, kinds, read, send};

on_both_engines!(
    on_the_last_day_of_notice_it_ends_with_the_period,
    a_day_later_it_ends_a_year_on,
    what_is_taken_back_goes_on,
    deadlines_of_contracts_are_listed_by_day,
);

/// Days from the start of the clock (2026-11-20 in Japan) to the last day of notice, 2027-03-01.
const TO_NOTICE: i64 = 101;

async fn contract(app: &App) -> (User, Browser, Uuid) {
    let (user, browser) = app.applicant().await;
    let sent = apply(&browser, &answers("A", "みどり野診療所", "ミドリノシンリョウジョ")).await;
    complete(app, &sent).await;
    (user, browser, sent.request.contract_id.unwrap())
}

async fn open(browser: &Browser, contract: Uuid) -> Draft {
    let asked = json!({ "kind": "termination", "contract_id": contract });
    Draft::of(&browser.post("/requests", asked).await.expect(201))
}

async fn said(browser: &Browser, draft: &Draft) -> (String, String) {
    let said: RequestConfirmation = browser.get(&format!("{}/confirmation", draft.path())).await.expect(200).json();
    let end = said.facts.iter().find(|fact| fact.label.ja == "ご契約終了日").unwrap();
    for (label, text) in [("ご契約番号", "000001"), ("ご利用者", "みどり野診療所")] {
        assert!(
            said.facts.iter().any(|fact| fact.label.ja == label && fact.text.ja == text),
            "{label}: {:?}",
            said.facts
        );
    }
    (end.text.ja.clone(), said.notes[0].ja.clone())
}

async fn on_the_last_day_of_notice_it_ends_with_the_period(app: App) {
    let (user, _, contract) = contract(&app).await;
    app.advance(TimeDelta::days(TO_NOTICE));
    let browser = app.signed_in(&user).await;
    let draft = open(&browser, contract).await;
    assert_eq!(draft.detail.request.title, "みどり野診療所");
    let (end, note) = said(&browser, &draft).await;
    assert_eq!((end.as_str(), note.as_str()), ("2027/03/31", "※ご契約は2027/03/31をもって終了します。"));
    let sent = send(&browser, &draft, &json!({ "termination": { "reason": "閉院のため" } })).await;
    let detail = read(&browser, contract).await;
    let period = detail.period.clone().unwrap();
    assert_eq!(period.terminates_on.unwrap().to_string(), "2027-03-31");
    assert_eq!((period.notice_until, period.renews_on), (None, None));
    assert_eq!(detail.actions.termination, None);
    let asked = json!({ "kind": "termination", "contract_id": contract });
    browser.post("/requests", asked).await.refused(409, "termination_filed");
    complete(&app, &sent).await;
    renewals::renew(app.services()).await.unwrap();
    assert_eq!(read(&browser, contract).await.status, ContractStatus::Active);
    app.advance(TimeDelta::days(31));
    renewals::renew(app.services()).await.unwrap();
    renewals::renew(app.services()).await.unwrap();
    let browser = app.signed_in(&user).await;
    let ended = read(&browser, contract).await;
    assert_eq!((ended.status, ended.period), (ContractStatus::Terminated, None));
    assert_eq!(kinds(&read(&browser, contract).await), [Terminated, TerminationFiled, Registered, Applied]);
}

async fn a_day_later_it_ends_a_year_on(app: App) {
    let (user, _, contract) = contract(&app).await;
    app.advance(TimeDelta::days(TO_NOTICE + 1));
    let browser = app.signed_in(&user).await;
    assert_eq!(read(&browser, contract).await.actions.would_end_on.unwrap().to_string(), "2028-03-31");
    let draft = open(&browser, contract).await;
    let (end, note) = said(&browser, &draft).await;
    assert_eq!(end, "2028/03/31");
    assert!(note.contains("2027/03/01") && note.contains("更に1年間自動延長され、2028/03/31をもって終了"), "{note}");
    send(&browser, &draft, &json!({ "termination": {} })).await;
    app.advance(TimeDelta::days(400));
    // After more than a year of standing still: renewed once, then ended.
    for _ in 0..3 {
        renewals::renew(app.services()).await.unwrap();
    }
    let browser = app.signed_in(&user).await;
    let ended = read(&browser, contract).await;
    assert_eq!(ended.status, ContractStatus::Terminated);
    let mut seen = kinds(&ended);
    // Both of one run.
    seen[..2].sort();
    assert_eq!(seen, [Renewed, Terminated, TerminationFiled, Registered, Applied]);
}

async fn what_is_taken_back_goes_on(app: App) {
    let (_, browser, contract) = contract(&app).await;
    let draft = open(&browser, contract).await;
    let sent = send(&browser, &draft, &json!({ "termination": {} })).await;
    assert!(read(&browser, contract).await.period.unwrap().terminates_on.is_some());
    let path = format!("/requests/{}/withdrawal", sent.request.id);
    let _done = browser.post(&path, json!({ "reason": "継続するため" })).await.expect(200);
    let detail = read(&browser, contract).await;
    let period = detail.period.clone().unwrap();
    assert_eq!((period.terminates_on, period.renews_on.unwrap().to_string()), (None, "2027-04-01".to_owned()));
    assert_eq!(kinds(&detail)[0], TerminationCancelled);
    assert!(detail.actions.termination.is_some());
}

async fn deadlines_of_contracts_are_listed_by_day(app: App) {
    let (_, browser) = app.applicant().await;
    let (_, other) = app.applicant().await;
    for (name, kana) in [("やまびこ医院", "ヤマビコイイン"), ("かわせみ薬局", "カワセミヤッキョク")]
    {
        apply(&browser, &answers("B", name, kana)).await;
    }
    let ending = apply(&browser, &answers("C", "みどり野診療所", "ミドリノシンリョウジョ")).await.request.contract_id;
    let draft = open(&browser, ending.unwrap()).await;
    send(&browser, &draft, &json!({ "termination": {} })).await;
    let found: Vec<Deadline> = browser.get("/deadlines").await.expect(200).json();
    let facts: Vec<_> = found.iter().map(|it| (it.on.to_string(), it.kind, it.contracts, it.contract_id)).collect();
    assert_eq!(
        facts,
        [
            ("2027-03-01".to_owned(), DeadlineKind::ContractNotice, Some(2), None),
            ("2027-03-31".to_owned(), DeadlineKind::ContractEnd, None, ending),
            ("2027-04-01".to_owned(), DeadlineKind::ContractRenewal, Some(2), None),
        ]
    );
    assert!(other.get("/deadlines").await.expect(200).json::<Vec<Deadline>>().is_empty());
}
