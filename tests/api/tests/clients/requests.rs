//! Customers' requests, read and decided by a system.

use api_tests::{App, NETWORK, on_both_engines};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_requests::{ProviderRequest, ProviderRequestDetail};
use madoguchi_api_types::requests::{RequestDetail, RequestDoer, RequestState};
use madoguchi_domain::api_clients::ApiScope;
use reqwest::Method;
use serde_json::json;

on_both_engines!(
    a_request_is_read_and_completed,
    requests_are_listed_part_by_part,
    a_decision_from_an_old_state_is_refused,
    a_decision_has_its_reason,
);

const SCOPES: [ApiScope; 2] = [ApiScope::RequestsRead, ApiScope::RequestsWrite];

async fn a_request_is_read_and_completed(app: App) {
    let (user, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let _draft = browser.open_draft("viewing").await;
    let system = app.system(NETWORK, &SCOPES).await;
    let list: Page<ProviderRequest> = system.get("/provider/requests").await.expect(200).json();
    assert_eq!(list.items.len(), 1, "drafts are the customer's alone");
    assert_eq!(list.items[0].customer_name, app.customer_name(&user).await);
    let path = format!("/provider/requests/{}", sent.request.number);
    let read: ProviderRequestDetail = system.get(&path).await.expect(200).json();
    assert_eq!(Some(read.confirmation), sent.confirmation);
    let seen = system.post(&format!("{path}/review"), json!({})).await.expect(200).json::<ProviderRequestDetail>();
    assert_eq!(seen.request.state, RequestState::InReview);
    for _ in 0..2 {
        let done =
            system.post(&format!("{path}/completion"), json!({ "note": "書類は郵送します。" })).await.expect(200);
        assert_eq!(done.json::<ProviderRequestDetail>().request.state, RequestState::Completed);
    }
    let own: RequestDetail = browser.get(&format!("/requests/{}", sent.request.id)).await.expect(200).json();
    let last = own.history.last().unwrap();
    assert_eq!(
        (last.state, last.doer, last.reason.as_str()),
        (RequestState::Completed, RequestDoer::Provider, "書類は郵送します。")
    );
    assert_eq!(own.history.iter().filter(|event| event.state == RequestState::Completed).count(), 1);
    let list: Page<ProviderRequest> = system.get("/provider/requests").await.expect(200).json();
    assert!(list.items.is_empty());
    let done: Page<ProviderRequest> = system.get("/provider/requests?state=completed").await.expect(200).json();
    assert_eq!(done.items.len(), 1);
}

async fn requests_are_listed_part_by_part(app: App) {
    let (_, browser) = app.applicant().await;
    let mut sent = Vec::new();
    for _ in 0..3 {
        app.advance(chrono::TimeDelta::seconds(1));
        sent.push(browser.apply("viewing").await.request.number);
    }
    let system = app.system(NETWORK, &SCOPES).await;
    let first: Page<ProviderRequest> = system.get("/provider/requests?limit=2").await.expect(200).json();
    let next = format!("/provider/requests?limit=2&cursor={}", first.next_cursor.clone().unwrap());
    let second: Page<ProviderRequest> = system.get(&next).await.expect(200).json();
    let found: Vec<String> = first.items.into_iter().chain(second.items).map(|request| request.number).collect();
    assert_eq!((found, second.next_cursor), (sent, None));
    let elsewhere = next.replace("limit=2", "limit=2&state=rejected");
    assert_eq!(system.get(&elsewhere).await.refused_fields(), [("cursor".to_owned(), "invalid_cursor".to_owned())]);
}

async fn a_decision_from_an_old_state_is_refused(app: App) {
    let (_, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let system = app.system(NETWORK, &SCOPES).await;
    let path = format!("/provider/requests/{}", sent.request.number);
    let old = system.get(&path).await.expect(200).header("etag").unwrap().to_owned();
    let reviewed = system.post(&format!("{path}/review"), json!({})).await.expect(200);
    let new = reviewed.header("etag").unwrap().to_owned();
    let reject = async |tag: &str| {
        let request = system.change(Method::POST, &format!("{path}/rejection")).header("if-match", tag);
        request.json(&json!({ "reason": "確認が取れませんでした。" })).send().await
    };
    reject(&old).await.refused(412, "changed_meanwhile");
    let _rejected = reject(&new).await.expect(200);
    // Sent again after a lost answer it is the same.
    let _again = reject(&new).await.expect(200);
    system.post(&format!("{path}/completion"), json!({})).await.refused(409, "request_decided");
}

async fn a_decision_has_its_reason(app: App) {
    let (_, browser) = app.applicant().await;
    let sent = browser.apply("viewing").await;
    let system = app.system(NETWORK, &SCOPES).await;
    let path = format!("/provider/requests/{}", sent.request.number);
    for decision in ["rejection", "failure"] {
        let empty = system.post(&format!("{path}/{decision}"), json!({ "reason": " " })).await;
        assert_eq!(empty.refused_fields(), [("reason".to_owned(), "required".to_owned())]);
    }
    let long = system.post(&format!("{path}/completion"), json!({ "note": "あ".repeat(201) })).await;
    assert_eq!(long.refused_fields(), [("note".to_owned(), "too_long".to_owned())]);
    let failed = system.post(&format!("{path}/failure"), json!({ "reason": "別の様式です。" })).await.expect(200);
    assert_eq!(failed.json::<ProviderRequestDetail>().request.state, RequestState::Failed);
    system.get("/provider/requests/99999").await.refused(404, "not_found");
}
