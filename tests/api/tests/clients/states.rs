//! What else a system brings about: answers, notices, accounts, call records.

use api_tests::{App, PORTAL, on_both_engines};
use madoguchi_api_types::accounts::{AccountEvent, OtherDoer, OtherDoerKind};
use madoguchi_api_types::inquiries::{InquiryDetail, InquiryState};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_call_records::CallRecordsSwitch;
use madoguchi_api_types::provider_inquiries::{ProviderInquiry, ProviderInquiryDetail};
use madoguchi_api_types::provider_notices::PublishedNotice;
use madoguchi_api_types::provider_users::EndedSessions;
use madoguchi_domain::api_clients::ApiScope;
use reqwest::Method;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

on_both_engines!(
    an_inquiry_is_answered_and_closed,
    a_notice_is_published_and_ended,
    an_account_is_locked_and_unlocked,
    call_records_are_switched,
);

async fn an_inquiry_is_answered_and_closed(app: App) {
    let owner = app.subscriber().await;
    let person = app.user(&owner.group).await;
    let browser = app.signed_in(&person).await;
    let attachment = browser.attach("letter.pdf").await;
    let body = json!({ "kind": "other", "subject": "件名", "text": "内容", "attachments": [attachment] });
    let asked: InquiryDetail = browser.post("/inquiries", body).await.expect(201).json();
    let system = app.system(PORTAL, &[ApiScope::InquiriesRead, ApiScope::InquiriesWrite]).await;
    let list: Page<ProviderInquiry> = system.get("/provider/inquiries").await.expect(200).json();
    assert_eq!(
        (list.items[0].number.as_str(), list.items[0].customer_number.as_str()),
        (asked.number.as_str(), owner.customer.number.as_str())
    );
    let path = format!("/provider/inquiries/{}", asked.number);
    let read = system.get(&path).await.expect(200);
    let old = read.header("etag").unwrap().to_owned();
    let file = read.json::<ProviderInquiryDetail>().messages[0].attachments[0].id;
    let content = system.get(&format!("{path}/attachments/{file}")).await.expect(200);
    assert!(
        content.body.starts_with(b"%PDF") && content.header("content-disposition").unwrap().starts_with("attachment")
    );
    // The customer writes meanwhile: an answer to what was read is no answer to that.
    app.advance(chrono::TimeDelta::seconds(1));
    let more = format!("/inquiries/{}/messages", asked.id);
    let _written = browser.post(&more, json!({ "text": "追加です。" })).await.expect(201);
    let answer = async |tag: &str| {
        let request = system.change(Method::POST, &format!("{path}/answers")).header("if-match", tag);
        request.json(&json!({ "text": "お答えします。\n以上です。" })).send().await
    };
    answer(&old).await.refused(412, "changed_meanwhile");
    let new = system.get(&path).await.expect(200).header("etag").unwrap().to_owned();
    let answered: ProviderInquiryDetail = answer(&new).await.expect(200).json();
    assert_eq!(answered.inquiry.state, InquiryState::Answered);
    let empty = system.post(&format!("{path}/answers"), json!({ "text": " " })).await;
    assert_eq!(empty.refused_fields(), [("text".to_owned(), "required".to_owned())]);
    for _ in 0..2 {
        let closed = system.post(&format!("{path}/closure"), json!({})).await.expect(200);
        assert_eq!(closed.json::<ProviderInquiryDetail>().inquiry.state, InquiryState::Closed);
    }
    let seen: InquiryDetail = browser.get(&format!("/inquiries/{}", asked.id)).await.expect(200).json();
    assert_eq!((seen.state, seen.messages.len()), (InquiryState::Closed, 3));
    assert!(seen.messages[2].by_provider);
}

async fn a_notice_is_published_and_ended(app: App) {
    let owner = app.subscriber().await;
    let browser = app.signed_in(&app.user(&owner.group).await).await;
    let system = app.system(PORTAL, &[ApiScope::NoticesWrite]).await;
    let new =
        json!({ "title": "工事のお知らせ", "body": "一行目\n\n二行目", "customer_number": owner.customer.number });
    let published: PublishedNotice = system.post("/provider/notices", new).await.expect(201).json();
    let shown = async || browser.get("/notices").await.expect(200).json::<Page<Value>>().items.len();
    assert_eq!(shown().await, 1);
    let wrong = json!({ "title": " ", "body": "本文", "customer_number": "nobody", "category": "none" });
    let fields = system.post("/provider/notices", wrong).await.refused_fields();
    assert_eq!(fields, [("title".to_owned(), "required".to_owned()), ("category".to_owned(), "unknown".to_owned())]);
    app.advance(chrono::TimeDelta::seconds(1));
    for _ in 0..2 {
        let path = format!("/provider/notices/{}/ending", published.id);
        let ended: PublishedNotice = system.post(&path, json!({})).await.expect(200).json();
        assert_eq!(ended.published_until, Some(app.now()));
    }
    assert_eq!(shown().await, 0);
}

async fn an_account_is_locked_and_unlocked(app: App) {
    let owner = app.subscriber().await;
    let person = app.user(&owner.group).await;
    let browser = app.signed_in(&person).await;
    let system = app.system(PORTAL, &[ApiScope::UsersWrite]).await;
    let named = json!({ "sign_in_name": person.row.sign_in_name });
    let ended: EndedSessions = system.post("/provider/users/ended-sessions", &named).await.expect(200).json();
    assert_eq!(ended.count, 1);
    browser.get("/session").await.refused(401, "session_ended");
    let _locked = system.post("/provider/users/locks", &named).await.expect(204);
    system.post("/provider/users/locks", &named).await.refused(409, "user_locked");
    assert!(person.now(&app).await.locked_by_provider);
    let _unlocked = system.post("/provider/users/unlocks", &named).await.expect(204);
    system.post("/provider/users/unlocks", &named).await.refused(409, "user_not_locked");
    // The person reads that it was the provider, and not by which system.
    let other = app.user(&owner.group).await;
    let browser = app.signed_in(&other).await;
    let named = json!({ "sign_in_name": other.row.sign_in_name });
    let _ended = system.post("/provider/users/ended-sessions", named).await.expect(200);
    browser.get("/session").await.refused(401, "session_ended");
    let browser = app.signed_in(&other).await;
    let history: Page<AccountEvent> = browser.get("/account/events").await.expect(200).json();
    let ended = history.items.into_iter().find(|event| event.action == "user.sessions_ended").unwrap();
    assert_eq!(ended.by, Some(OtherDoer { kind: OtherDoerKind::Provider, name: None }));
    let nobody = json!({ "sign_in_name": "nobody" });
    for deed in ["locks", "unlocks", "ended-sessions"] {
        system.post(&format!("/provider/users/{deed}"), &nobody).await.refused(404, "not_found");
    }
}

async fn call_records_are_switched(app: App) {
    let owner = app.subscriber().await;
    let fresh = app.contract(&owner.group, |row| row.call_records_from = Set(None)).await;
    let system = app.system(PORTAL, &[ApiScope::CallRecordsWrite]).await;
    let path = format!("/provider/contracts/{}/call-records", fresh.number);
    let switch = async |active: bool| {
        system.put(&path, json!({ "active": active })).await.expect(200).json::<CallRecordsSwitch>()
    };
    let on = CallRecordsSwitch { changed: true, readable_from: Some("2026-12".to_owned()) };
    assert_eq!(switch(true).await, on);
    assert_eq!(switch(true).await, CallRecordsSwitch { changed: false, ..on });
    assert_eq!(switch(false).await.readable_from, None);
    system
        .put("/provider/contracts/nonsense/call-records", json!({ "active": true }))
        .await
        .refused(422, "validation_failed");
}
