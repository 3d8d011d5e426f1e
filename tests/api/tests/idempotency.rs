//! A change that is sent again because its answer was lost is done once (`Idempotency-Key`).

use api_tests::{Answer, App, Browser, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::inquiries::InquiryDetail;
use madoguchi_api_types::users::User;
use madoguchi_entities::{idempotency_keys, inquiries, inquiry_messages, users};
use madoguchi_services::housekeeping;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(
    an_inquiry_sent_again_is_one,
    a_message_sent_again_is_one,
    a_person_added_again_is_one,
    a_registration_sent_again_is_one,
    eight_at_once_make_one,
    another_body_is_refused,
    what_was_refused_may_be_mended,
    names_belong_to_their_person,
    a_name_that_is_none_is_refused,
    names_are_forgotten_after_a_day,
    without_a_name_all_are_done,
);

async fn signed_in(app: &App) -> Browser {
    app.signed_in(&app.user(&app.subscriber().await.group).await).await
}

async fn named(browser: &Browser, path: &str, name: &str, body: &Value) -> Answer {
    browser.change(Method::POST, path).header("idempotency-key", name).json(body).send().await
}

fn inquiry() -> Value {
    json!({ "kind": "other", "subject": "工事の日程", "text": "いつ頃でしょうか。" })
}

async fn inquiries_of(app: &App) -> u64 {
    inquiries::Entity::find().count(app.db()).await.unwrap()
}

async fn an_inquiry_sent_again_is_one(app: App) {
    let browser = signed_in(&app).await;
    let first = named(&browser, "/inquiries", "\"4c0f3c7e-2b1c-4d35-9b0e-7a8f5f0d6c11\"", &inquiry()).await.expect(201);
    app.advance(TimeDelta::minutes(5));
    let again = named(&browser, "/inquiries", "\"4c0f3c7e-2b1c-4d35-9b0e-7a8f5f0d6c11\"", &inquiry()).await.expect(201);
    assert_eq!(first.text(), again.text());
    assert_eq!(inquiries_of(&app).await, 1);
    let user = users::Entity::find().one(app.db()).await.unwrap().unwrap();
    let receipts = app.mails_to(&user.mail_address).await;
    assert_eq!(receipts.iter().filter(|mail| mail.content.text.contains("Q202611200001")).count(), 1);
}

async fn a_message_sent_again_is_one(app: App) {
    let browser = signed_in(&app).await;
    let [one, other] = [browser.inquire("other", "工事").await, browser.inquire("other", "請求").await];
    let path = |inquiry: &InquiryDetail| format!("/inquiries/{}/messages", inquiry.id);
    let body = json!({ "text": "急ぎます。" });
    let first = named(&browser, &path(&one), "a", &body).await.expect(201);
    let again = named(&browser, &path(&one), "a", &body).await.expect(201);
    assert_eq!(first.text(), again.text());
    assert_eq!(inquiry_messages::Entity::find().count(app.db()).await.unwrap(), 3);
    named(&browser, &path(&other), "a", &body).await.refused(422, "idempotency_key_reused");
}

async fn a_person_added_again_is_one(app: App) {
    let browser = signed_in(&app).await;
    let body = json!({ "mail_address": "new@example.jp", "name": "新井 空", "role": "general" });
    let first: User = named(&browser, "/users", "a", &body).await.expect(201).json();
    let again: User = named(&browser, "/users", "a", &body).await.expect(201).json();
    assert_eq!(first.id, again.id);
    assert_eq!(app.mails_to("new@example.jp").await.len(), 1);
    // Without the name it is the address that is refused.
    let refused = browser.post("/users", &body).await.refused_fields();
    assert_eq!(refused, [("mail_address".to_owned(), "mail_address_taken".to_owned())]);
}

async fn a_registration_sent_again_is_one(app: App) {
    let subscriber = app.subscriber().await;
    let (browser, facts) = (app.browser(), subscriber.facts("midori@example.jp"));
    let mut wrong = facts.clone();
    wrong["contract_number"] = json!("CAF9999999999");
    named(&browser, "/registrations", "a", &wrong).await.refused(404, "customer_not_found");
    let first = named(&browser, "/registrations", "a", &facts).await.expect(202);
    app.advance(TimeDelta::minutes(1));
    let again = named(&app.browser(), "/registrations", "a", &facts).await.expect(202);
    assert_eq!(first.text(), again.text());
    assert_eq!(app.mails_to("midori@example.jp").await.len(), 1, "the link of the mail still holds");
    let _without = browser.post("/registrations", &facts).await.expect(202);
    assert_eq!(app.mails_to("midori@example.jp").await.len(), 2);
}

async fn eight_at_once_make_one(app: App) {
    let browser = signed_in(&app).await;
    let body = inquiry();
    let answers = futures_util::future::join_all((0..8).map(|_| named(&browser, "/inquiries", "a", &body))).await;
    let texts: Vec<String> = answers.into_iter().map(|answer| answer.expect(201).text()).collect();
    assert!(texts.iter().all(|text| *text == texts[0]));
    assert_eq!(inquiries_of(&app).await, 1);
    let next: InquiryDetail = browser.post("/inquiries", inquiry()).await.expect(201).json();
    assert_eq!(next.number, "Q202611200002", "no number was lost");
}

async fn another_body_is_refused(app: App) {
    let browser = signed_in(&app).await;
    let _sent = named(&browser, "/inquiries", "a", &inquiry()).await.expect(201);
    let mut other = inquiry();
    other["text"] = json!("やはり結構です。");
    named(&browser, "/inquiries", "a", &other).await.refused(422, "idempotency_key_reused");
    assert_eq!(inquiries_of(&app).await, 1);
}

async fn what_was_refused_may_be_mended(app: App) {
    let browser = signed_in(&app).await;
    let mut wrong = inquiry();
    wrong["kind"] = json!("none");
    let _refused = named(&browser, "/inquiries", "a", &wrong).await.refused_fields();
    let _mended = named(&browser, "/inquiries", "a", &inquiry()).await.expect(201);
}

async fn names_belong_to_their_person(app: App) {
    let (one, other) = (signed_in(&app).await, signed_in(&app).await);
    let first: InquiryDetail = named(&one, "/inquiries", "a", &inquiry()).await.expect(201).json();
    let second: InquiryDetail = named(&other, "/inquiries", "a", &inquiry()).await.expect(201).json();
    assert_ne!(first.id, second.id);
}

async fn a_name_that_is_none_is_refused(app: App) {
    let browser = signed_in(&app).await;
    for name in ["", &"a".repeat(256)] {
        named(&browser, "/inquiries", name, &inquiry()).await.refused(422, "malformed_idempotency_key");
    }
    let _longest = named(&browser, "/inquiries", &"a".repeat(255), &inquiry()).await.expect(201);
}

async fn names_are_forgotten_after_a_day(app: App) {
    let browser = signed_in(&app).await;
    let _sent = named(&browser, "/inquiries", "a", &inquiry()).await.expect(201);
    for (days, left) in [(1, 1), (0, 0)] {
        app.advance(TimeDelta::days(days) + TimeDelta::seconds(1 - days));
        assert!(housekeeping::once(app.services()).await.is_empty());
        assert_eq!(idempotency_keys::Entity::find().count(app.db()).await.unwrap(), left);
    }
}

async fn without_a_name_all_are_done(app: App) {
    let browser = signed_in(&app).await;
    for _ in 0..2 {
        let _sent = browser.post("/inquiries", inquiry()).await.expect(201);
    }
    assert_eq!(inquiries_of(&app).await, 2);
    assert_eq!(idempotency_keys::Entity::find().count(app.db()).await.unwrap(), 0);
}
