//! Which requests wait: those above the limit, of the kinds that the portal names, while the customer has it on.

use api_tests::{App, on_both_engines, order_answers};
use madoguchi_api_types::requests::{RequestConfirmation, RequestState};
use serde_json::json;

use super::{OTDR, PRICE, company, goods, reached, read, set, state, subjects};

on_both_engines!(
    above_the_limit_it_waits_and_the_provider_hears_nothing,
    up_to_the_limit_nothing_waits,
    what_is_no_order_and_what_is_off_never_waits,
    a_correction_above_the_limit_waits_too,
    nobody_else_is_said_before_it_is_sent,
);

async fn above_the_limit_it_waits_and_the_provider_hears_nothing(app: App) {
    let company = company(&app, PRICE - 1).await;
    let draft = company.asking.draft_of("order", &goods()).await;
    let path = format!("{}/confirmation", draft.path());
    let said: RequestConfirmation = company.asking.get(&path).await.expect(200).json();
    let need = said.approval.unwrap();
    assert_eq!((need.amount, need.limit, need.approvable), (PRICE, PRICE - 1, true));
    let sent: madoguchi_api_types::requests::RequestDetail =
        company.asking.submit_draft(&draft).await.expect(200).json();
    assert_eq!(state(&sent), RequestState::InApproval);
    let request = &sent.request;
    assert_eq!((request.reception, request.decision, request.submitted_at), (None, None, None));
    assert_eq!(request.order_number, None);
    let approval = sent.approval.clone().unwrap();
    assert_eq!((approval.amount, approval.limit, approval.own, approval.decidable), (PRICE, PRICE - 1, true, false));
    assert_eq!(reached(&app).await, (0, 0));
    // The approver is mailed the way to it, which holds nothing secret; who asked is not told that it was taken.
    let mails = app.mails_to(&company.approver.row.mail_address).await;
    let mail = mails.iter().find(|mail| mail.content.subject.contains("承認のお願い")).unwrap();
    assert!(mail.content.text.contains(&format!("https://my.example.jp/rental/requests/{}\n", request.id)), "{mail:?}");
    assert!(mail.content.text.contains("235,200"));
    assert!(!subjects(&app, &company.requester).await.iter().any(|subject| subject.contains("受け付けました")));
    // It stands in the history of both, as what waits; the provider finds nothing.
    for browser in [&company.asking, &company.approving] {
        let listed = browser.get("/requests?sent=true&state=in_approval").await.expect(200).text();
        assert!(listed.contains(&request.number));
    }
    let seen = read(&company.approving, &sent).await.approval.unwrap();
    assert!(!seen.own && seen.decidable);
    let waiting = company.approving.get("/approvals").await.expect(200).text();
    assert!(waiting.contains(&request.number) && waiting.contains("\"total\":1"), "{waiting}");
    let own = company.asking.get("/approvals").await.expect(200).text();
    assert!(own.contains("\"total\":0"), "{own}");
    let provider = app.provider(api_tests::RENTAL);
    let found = madoguchi_services::requests::by_provider::get(app.services(), &provider, &request.number).await;
    assert!(matches!(found, Err(madoguchi_services::Error::NotFound)));
    let state = madoguchi_domain::requests::RequestState::InApproval;
    let listed = madoguchi_services::requests::by_provider::list(app.services(), &provider, Some(state)).await;
    assert!(listed.unwrap().is_empty());
    // What waits is no draft any more.
    company.asking.submit_draft(&draft).await.refused(409, "request_not_draft");
}

async fn up_to_the_limit_nothing_waits(app: App) {
    let company = company(&app, PRICE).await;
    let draft = company.asking.draft_of("order", &goods()).await;
    let path = format!("{}/confirmation", draft.path());
    let said: RequestConfirmation = company.asking.get(&path).await.expect(200).json();
    assert_eq!(said.approval, None);
    let sent = company.asking.ask_for("order", &goods()).await;
    assert_eq!((state(&sent), sent.approval), (RequestState::Accepted, None));
    assert_eq!(reached(&app).await, (1, 1));
}

async fn what_is_no_order_and_what_is_off_never_waits(app: App) {
    let company = company(&app, 0).await;
    let quote = company.asking.ask_for("quote", &goods()).await;
    assert_eq!(state(&quote), RequestState::Accepted);
    // On again and off: only who approves may change it while it is on.
    let _off = set(&company.approving, false, 0, &[&company.approver]).await.expect(200);
    let order = company.asking.ask_for("order", &goods()).await;
    assert_eq!(state(&order), RequestState::Accepted);
}

async fn a_correction_above_the_limit_waits_too(app: App) {
    let company = company(&app, PRICE).await;
    let ordered = company.asking.ask_for("order", &goods()).await.request;
    let number = ordered.order_number.unwrap();
    let mut answers = order_answers(&[api_tests::item(OTDR, "2027-12-28", "2028-01-29", 3)]);
    answers["rental"]["order_number"] = json!(number);
    answers["rental"]["changes"] = json!("数量を3台へ");
    let sent = company.asking.ask_for("order_change", &answers).await;
    assert_eq!(state(&sent), RequestState::InApproval);
    let approved = super::approve(&company.approving, &sent).await.expect(200);
    let approved: madoguchi_api_types::requests::RequestDetail = approved.json();
    assert_eq!(approved.request.order_number.as_deref(), Some(number.as_str()));
    app.complete_request(&sent.request.number).await.unwrap();
    assert_eq!(company.asking.read_order(&number).await.lines[0].quantity, 3);
}

async fn nobody_else_is_said_before_it_is_sent(app: App) {
    let company = company(&app, 0).await;
    // The only approver asks: nobody approves their own.
    let draft = company.approving.draft_of("order", &goods()).await;
    let path = format!("{}/confirmation", draft.path());
    let said: RequestConfirmation = company.approving.get(&path).await.expect(200).json();
    assert!(!said.approval.unwrap().approvable);
    company.approving.submit_draft(&draft).await.refused(409, "approver_missing");
    // It is a draft as before, and goes through once there is somebody else.
    let _named = set(&company.approving, true, 0, &[&company.approver, &company.requester]).await.expect(200);
    let draft = company.approving.read_draft(&draft).await;
    let sent = company.approving.submit_draft(&draft).await.expect(200).json();
    assert_eq!(state(&sent), RequestState::InApproval);
    super::approve(&company.approving, &sent).await.refused(403, "own_request");
    super::refuse(&company.approving, &sent, "いいえ").await.refused(403, "own_request");
    let approved = super::approve(&company.asking, &sent).await.expect(200).json();
    assert_eq!(state(&approved), RequestState::Accepted);
}
