//! Notices by the sender's own key.

use api_tests::{App, PORTAL, User, on_both_engines};
use madoguchi_entities::notices;
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

on_both_engines!(a_notice_is_published_changed_and_ended);

async fn a_notice_is_published_changed_and_ended(app: App) {
    let user =
        app.user_with(&app.subscriber().await.group, |row| row.mail_notice = sea_orm::ActiveValue::Set(true)).await;
    let reader = app.signed_in(&user).await;
    let shown = async || reader.get("/notices").await.expect(200).json::<Value>()["items"].clone();
    let system = app.almighty_system(PORTAL).await;
    let path = "/provider/notices/maintenance-2026-12";
    let body = json!({ "importance": "normal", "title": "メンテナンス", "body": "夜間に行います。", "mailed": true });
    let published: Value = system.put(path, &body).await.expect(201).json();
    assert_eq!((&published["status"], &shown().await[0]["title"]["ja"]), (&json!("stored"), &json!("メンテナンス")));
    assert_eq!(told(&app, &user).await, 1);

    let again: Value = system.put(path, &body).await.expect(200).json();
    assert_eq!((&again["status"], &again["notice"]), (&json!("unchanged"), &published["notice"]));
    let mut moved = body.clone();
    moved["title"] = json!("メンテナンス（日程変更）");
    let changed: Value = system.put(path, &moved).await.expect(200).json();
    assert_eq!((&changed["status"], &shown().await[0]["title"]["ja"]), (&json!("updated"), &moved["title"]));
    assert_eq!(told(&app, &user).await, 1, "a change mails nobody again");
    assert_eq!(notices::Entity::find().count(app.db()).await.unwrap(), 1);
    let mut narrowed = body.clone();
    narrowed["customer_number"] = json!(user_customer(&app).await);
    let refused = system.put(path, &narrowed).await.refused_fields();
    assert_eq!(refused, [("customer_number".to_owned(), "customer_differs".to_owned())]);
    let empty = json!({ "importance": "normal", "title": " ", "body": "x" });
    assert_eq!(system.put("/provider/notices/k", empty).await.refused_fields()[0].0, "title");

    let read = system.get(path).await.expect(200);
    let tag = read.header("etag").unwrap().to_owned();
    assert_eq!(read.json::<Value>(), changed["notice"]);
    let put = async |tag: &str| system.change(Method::PUT, path).header("if-match", tag).json(&body).send().await;
    put("\"0000\"").await.refused(412, "changed_meanwhile");
    let _put = put(&tag).await.expect(200);
    system.get("/provider/notices/other").await.refused(404, "not_found");

    let _done = system.change(Method::DELETE, path).send().await.expect(204);
    assert_eq!(shown().await, json!([]));
    system.change(Method::DELETE, "/provider/notices/other").send().await.refused(404, "not_found");
}

/// Mails about the notice; the login of a new browser has one of its own.
async fn told(app: &App, user: &User) -> usize {
    let mails = app.mails_to(&user.row.mail_address).await;
    mails.iter().filter(|mail| mail.content.text.contains("メンテナンス")).count()
}

async fn user_customer(app: &App) -> String {
    madoguchi_entities::customers::Entity::find().one(app.db()).await.unwrap().unwrap().number
}
