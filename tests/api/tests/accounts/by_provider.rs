//! Accounts that the provider makes: by a link, or with a first password that must be changed.

use api_tests::{App, RENTAL, on_both_engines};
use madoguchi_entities::customers;
use madoguchi_services::user_administration::by_provider::{self, NewAccount};
use madoguchi_services::{Error, FieldCode};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use crate::letters;

on_both_engines!(
    a_link_sets_the_password,
    a_first_password_must_be_changed,
    a_customer_is_made_once,
    an_address_is_taken_once,
);

fn asagao(mail: &str, first_password: Option<&str>) -> NewAccount {
    NewAccount {
        customer_number: "Ｒ９".to_owned(),
        customer_name: "株式会社あさがお".to_owned(),
        customer_name_kana: "ｶﾌﾞｼｷｶﾞｲｼｬｱｻｶﾞｵ".to_owned(),
        sign_in_name: "asagao09".to_owned(),
        mail_address: mail.to_owned(),
        name: "朝野 花".to_owned(),
        first_password: first_password.map(str::to_owned),
    }
}

async fn create(app: &App, given: &NewAccount) -> Result<(), Error> {
    let provider = app.provider(RENTAL);
    by_provider::create(app.services(), &provider, given).await
}

async fn a_link_sets_the_password(app: App) {
    create(&app, &asagao("asano@example.jp", None)).await.unwrap();
    let token = letters::token(&letters::newest(&app, "asano@example.jp", "パスワード設定").await);
    let body = json!({ "token": token, "password": "Nagare5.gumo" });
    let _set = app.browser_at(RENTAL).post("/password-settings", body).await.expect(204);
    let user = app.named(RENTAL, "asagao09").await;
    app.browser_at(RENTAL).sign_in(&user, "Nagare5.gumo").await;
}

async fn a_first_password_must_be_changed(app: App) {
    create(&app, &asagao("asano@example.jp", Some("Hajime1.te"))).await.unwrap();
    let user = app.named(RENTAL, "asagao09").await;
    let browser = app.browser_at(RENTAL);
    browser.sign_in(&user, "Hajime1.te").await;
    browser.get("/users").await.refused(403, "password_change_required");
    let same = browser.put("/account/password", json!({ "password": "Hajime1.te" })).await.refused_fields();
    assert_eq!(same, [("password".to_owned(), "differs_from_current".to_owned())]);
    let _chosen = browser.put("/account/password", json!({ "password": "Nagare5.gumo" })).await.expect(204);
    let _open = browser.get("/users").await.expect(200);
    // Only the login notice and the notice of the change: no link was mailed.
    assert_eq!(letters::count(&app, "asano@example.jp", "パスワード設定").await, 0);
}

async fn a_customer_is_made_once(app: App) {
    create(&app, &asagao("asano@example.jp", None)).await.unwrap();
    create(&app, &NewAccount { customer_number: "R9".to_owned(), ..asagao("hana@example.jp", None) }).await.unwrap();
    let customers = customers::Entity::find().all(app.db()).await.unwrap();
    assert_eq!(customers.len(), 1);
    assert_eq!((customers[0].number.as_str(), customers[0].name.as_str()), ("R9", "株式会社あさがお"));
}

async fn an_address_is_taken_once(app: App) {
    create(&app, &asagao("asano@example.jp", None)).await.unwrap();
    let again = create(&app, &asagao("ASANO@example.jp", None)).await;
    assert!(matches!(again, Err(Error::Invalid(fields)) if fields[0].code == FieldCode::MailAddressTaken));
    assert_eq!(customers::Entity::find().count(app.db()).await.unwrap(), 1);
}
