//! A database that was served as a demo once: elsewhere its published passwords open nothing, marked or not.

use api_tests::{App, RENTAL, on_both_engines};
use madoguchi_entities::users;
use madoguchi_services::demo_users;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

on_both_engines!(
    they_are_closed_outside_the_demo_and_open_in_it,
    those_of_the_version_before_are_known_by_their_passwords
);

const LIST: &str = r#"
[[customers]]
number = "R0001"
name = "株式会社みずうみ建設"
name_kana = "ミズウミケンセツ"
users = [{ sign_in_name = "mizuumi01", mail_address = "demo03@example.jp", name = "湖山 岬", password = "Hotaru5.kawa" }]
"#;

async fn load(app: &App) {
    demo_users::ensure_listed(app.services(), &app.provider(RENTAL), LIST).await.unwrap();
}

async fn close(app: &App) -> u64 {
    let published = demo_users::published_in(LIST).unwrap();
    demo_users::close_all(app.services(), &app.operator(), &published).await.unwrap()
}

async fn log_in(app: &App) -> (api_tests::Browser, api_tests::Answer) {
    let browser = app.browser_at(RENTAL);
    let identifiers = json!({ "login_id": "mizuumi01", "mail_address": "demo03@example.jp" });
    let answer =
        browser.post("/sign-in-attempts", json!({ "identifiers": identifiers, "password": "Hotaru5.kawa" })).await;
    (browser, answer)
}

async fn they_are_closed_outside_the_demo_and_open_in_it(app: App) {
    let other = app.person_at(RENTAL).await;
    load(&app).await;
    let (_, answer) = log_in(&app).await;
    let _attempt = answer.expect(201);
    assert_eq!(close(&app).await, 1);
    assert_eq!(close(&app).await, 0);
    log_in(&app).await.1.refused(401, "invalid_credentials");
    let _others_are_untouched = app.signed_in(&other).await;
    load(&app).await;
    let _attempt = log_in(&app).await.1.expect(201);
}

async fn those_of_the_version_before_are_known_by_their_passwords(app: App) {
    load(&app).await;
    let unmarked = users::Entity::update_many().col_expr(users::Column::IsDemo, Expr::value(false));
    unmarked.filter(users::Column::MailAddress.eq("demo03@example.jp")).exec(app.db()).await.unwrap();
    // Somebody real with the same address and a password of their own.
    let group = app.subscriber().await.group;
    let other = app.user_with(&group, |row| row.mail_address = Set("demo03@example.jp".to_owned())).await;
    assert_eq!(close(&app).await, 1);
    log_in(&app).await.1.refused(401, "invalid_credentials");
    let _still = app.signed_in(&other).await;
}
