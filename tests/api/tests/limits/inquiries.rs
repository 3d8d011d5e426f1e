//! Inquiries share their numbers with all customers: one person sends so many an hour, a customer some more, and digits
//! that run over become more.

use api_tests::{App, Browser, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::inquiries::InquiryDetail;
use madoguchi_entities::numberings;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::set_count;

on_both_engines!(
    a_person_sends_so_many_an_hour,
    a_customer_sends_some_more,
    messages_and_files_have_limits_too,
    a_customer_adds_so_many_people_an_hour,
    the_ten_thousandth_of_a_day_has_five_digits,
);

async fn ask(browser: &Browser) -> api_tests::Answer {
    browser.post("/inquiries", json!({ "kind": "other", "subject": "工事", "text": "いつ頃でしょうか。" })).await
}

async fn a_person_sends_so_many_an_hour(app: App) {
    let owner = app.subscriber().await;
    let browser = app.signed_in(&app.user(&owner.group).await).await;
    for _ in 0..20 {
        let _sent = ask(&browser).await.expect(201);
    }
    let refused = ask(&browser).await.refused(429, "too_many_attempts");
    assert_eq!(refused.retry_at, Some(app.now() + TimeDelta::hours(1)));
    // Not even then is a form with a mistake a try, and others go on.
    let _mistake = browser
        .post("/inquiries", json!({ "kind": "none", "subject": "工事", "text": "いつ頃でしょうか。" }))
        .await
        .refused_fields();
    let other = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let sent: InquiryDetail = ask(&other).await.expect(201).json();
    assert_eq!(sent.number, "Q202611200021");
    app.advance(TimeDelta::hours(1));
    let again = app.signed_in(&app.user(&owner.group).await).await;
    let _sent = ask(&again).await.expect(201);
}

async fn a_customer_sends_some_more(app: App) {
    let owner = app.subscriber().await;
    let first = app.signed_in(&app.user(&owner.group).await).await;
    let _sent = ask(&first).await.expect(201);
    set_count(&app, "inquiry_customer", 59).await;
    let second = app.signed_in(&app.user(&owner.group).await).await;
    let _sent = ask(&second).await.expect(201);
    ask(&second).await.refused(429, "too_many_attempts");
    ask(&first).await.refused(429, "too_many_attempts");
}

async fn messages_and_files_have_limits_too(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let inquiry: InquiryDetail = ask(&browser).await.expect(201).json();
    let path = format!("/inquiries/{}/messages", inquiry.id);
    let _sent = browser.post(&path, json!({ "text": "急ぎます。" })).await.expect(201);
    set_count(&app, "inquiry_message", 59).await;
    let _sent = browser.post(&path, json!({ "text": "急ぎます。" })).await.expect(201);
    browser.post(&path, json!({ "text": "急ぎます。" })).await.refused(429, "too_many_attempts");
    let _kept = browser.attach("a.pdf").await;
    set_count(&app, "attachment", 59).await;
    let _kept = browser.attach("b.pdf").await;
    browser.upload("c.pdf", "%PDF-1.7\n").await.refused(429, "too_many_attempts");
}

async fn a_customer_adds_so_many_people_an_hour(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let add = async |number: u32| {
        let mail = format!("n{number}@example.jp");
        browser.post("/users", json!({ "mail_address": mail, "name": "新井 空", "role": "general" })).await
    };
    let _added = add(1).await.expect(201);
    set_count(&app, "user_added", 29).await;
    let _added = add(2).await.expect(201);
    add(3).await.refused(429, "too_many_attempts");
    assert!(app.mails_to("n3@example.jp").await.is_empty());
}

async fn the_ten_thousandth_of_a_day_has_five_digits(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let _first = ask(&browser).await.expect(201);
    let counted = numberings::Entity::update_many()
        .col_expr(numberings::Column::Last, Expr::value(9_998))
        .filter(numberings::Column::Noun.eq("inquiry"))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
    for expected in ["Q202611209999", "Q2026112010000", "Q2026112010001"] {
        let sent: InquiryDetail = ask(&browser).await.expect(201).json();
        assert_eq!(sent.number, expected);
        let shown: InquiryDetail = browser.get(&format!("/inquiries/{}", sent.id)).await.expect(200).json();
        assert_eq!(shown.number, expected);
    }
}
