//! The invitation of a person who was added: its end is shown, it can be sent again, and each has a whole lifetime.

use api_tests::{App, Browser, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::users::{User as Listed, Users};
use madoguchi_entities::users::UserRole;
use serde_json::json;

use crate::letters;

on_both_engines!(
    a_mended_address_gets_a_whole_lifetime,
    an_invitation_is_sent_again,
    a_link_alone_is_sent_again,
    only_who_has_no_password_is_invited,
    inviting_is_slowed_and_asks_for_the_password,
);

async fn administrator(app: &App) -> (User, Browser) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

async fn add(browser: &Browser, mail: &str) -> Listed {
    let body = json!({ "mail_address": mail, "name": "空木 翠", "role": "general" });
    browser.post("/users", body).await.expect(201).json()
}

async fn invite(browser: &Browser, user: &Listed) -> api_tests::Answer {
    browser.post(&format!("/users/{}/invitations", user.id), json!({})).await
}

/// The end of the invitation as the list shows it.
async fn shown(browser: &Browser, user: &Listed) -> Option<chrono::DateTime<chrono::Utc>> {
    let users: Users = browser.get("/users").await.expect(200).json();
    users.items.into_iter().find(|it| it.id == user.id).unwrap().invitation_expires_at
}

/// A10: invited on day 0, mended on day 11: the mail promises ten days, and they are there.
async fn a_mended_address_gets_a_whole_lifetime(app: App) {
    let (user, browser) = administrator(&app).await;
    let added = add(&browser, "aoo@example.jp").await;
    assert_eq!(added.invitation_expires_at, Some(app.now() + TimeDelta::days(10)));
    app.advance(TimeDelta::days(11));
    let browser = app.signed_in(&user).await;
    let mended = json!({ "mail_address": "aoi@example.jp", "name": "空木 翠", "role": "general" });
    let mended: Listed = browser.patch(&format!("/users/{}", added.id), mended).await.expect(200).json();
    assert_eq!(mended.invitation_expires_at, Some(app.now() + TimeDelta::days(10)));
    let letter = app.letter("aoi@example.jp").await;
    app.advance(TimeDelta::days(10) - TimeDelta::seconds(1));
    let ticket = app.browser().ticket(&letter).await;
    let _chosen = app.browser().choose_password(&letter, &ticket, "nagare5gumo").await.expect(204);
}

async fn an_invitation_is_sent_again(app: App) {
    let (user, browser) = administrator(&app).await;
    let added = add(&browser, "aoi@example.jp").await;
    let first = app.letter("aoi@example.jp").await;
    app.advance(TimeDelta::days(11));
    let browser = app.signed_in(&user).await;
    assert!(shown(&browser, &added).await.is_some_and(|end| end < app.now()), "the end that is over is shown");
    let again: Listed = invite(&browser, &added).await.expect(202).json();
    assert_eq!(again.invitation_expires_at, Some(app.now() + TimeDelta::days(10)));
    let second = app.letter("aoi@example.jp").await;
    assert_eq!(second.access_id, first.access_id);
    assert_ne!((&second.token, &second.temporary_password), (&first.token, &first.temporary_password));
    app.browser().verify(&first).await.refused(410, "link_used");
    let ticket = app.browser().ticket(&second).await;
    let _chosen = app.browser().choose_password(&second, &ticket, "nagare5gumo").await.expect(204);
    assert_eq!(shown(&browser, &added).await, None);
}

async fn a_link_alone_is_sent_again(app: App) {
    let customer = app.customer(RENTAL, "カ)ヴェルデ2").await;
    let browser = app.signed_in(&app.colleague(&customer, "verde01").await).await;
    let added = add(&browser, "aoi@example.jp").await;
    assert_eq!(added.invitation_expires_at, Some(app.now() + TimeDelta::hours(24)));
    let first = letters::token(&letters::newest(&app, "aoi@example.jp", "パスワード設定").await);
    let _again = invite(&browser, &added).await.expect(202);
    let second = letters::token(&letters::newest(&app, "aoi@example.jp", "パスワード設定").await);
    let set = |token: &str| json!({ "token": token, "password": "Nagare5.gumo" });
    app.browser_at(RENTAL).post("/password-settings", set(&first)).await.refused(410, "link_used");
    let _set = app.browser_at(RENTAL).post("/password-settings", set(&second)).await.expect(204);
}

async fn only_who_has_no_password_is_invited(app: App) {
    let (user, browser) = administrator(&app).await;
    let other = app.user_of(&user, UserRole::General).await;
    let path = format!("/users/{}/invitations", other.row.id);
    browser.post(&path, json!({})).await.refused(409, "user_not_pending");
    assert!(app.mails_to(&other.row.mail_address).await.is_empty());
}

async fn inviting_is_slowed_and_asks_for_the_password(app: App) {
    let (_, browser) = administrator(&app).await;
    let added = add(&browser, "aoi@example.jp").await;
    for _ in 0..5 {
        let _sent = invite(&browser, &added).await.expect(202);
    }
    assert!(invite(&browser, &added).await.refused(429, "too_many_attempts").retry_at.is_some());
    app.advance(TimeDelta::minutes(9));
    let _still_in = browser.get("/session").await.expect(200);
    app.advance(TimeDelta::minutes(2));
    invite(&browser, &added).await.refused(403, "reauthentication_required");
}
