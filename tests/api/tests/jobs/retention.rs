//! What is over is kept as long as the configuration says, and not longer; what is not over stays.

use api_tests::{App, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::users::UserState;
use madoguchi_entities::{audit_events, mails, one_time_links, sessions, users};
use madoguchi_services::audit_events::chain;
use madoguchi_services::audit_events::verify::{self, Verdict};
use madoguchi_services::{Transport, housekeeping, mails as post};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};

use super::die;
use crate::mails::delivery;

on_both_engines!(
    sessions_go_after_their_end,
    links_go_after_theirs,
    mails_go_and_what_failed_ones_say_before,
    closed_accounts_are_forgotten,
    audit_events_go_and_the_rest_is_whole,
);

async fn keep_house(app: &App) {
    assert_eq!(housekeeping::once(app.services()).await, Vec::<&str>::new());
}

async fn sessions_go_after_their_end(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let _signed_in = app.signed_in(&user).await;
    let rows = async || sessions::Entity::find().count(app.db()).await.unwrap();
    app.advance(TimeDelta::days(90));
    keep_house(&app).await;
    assert_eq!(rows().await, 1);
    app.advance(TimeDelta::days(1));
    let _fresh = app.signed_in(&user).await;
    keep_house(&app).await;
    assert_eq!(rows().await, 1, "the fresh one");
}

async fn links_go_after_theirs(app: App) {
    delivery::register(&app).await;
    let rows = async || one_time_links::Entity::find().count(app.db()).await.unwrap();
    assert_eq!(rows().await, 1);
    app.advance(TimeDelta::days(10 + 89));
    keep_house(&app).await;
    assert_eq!(rows().await, 1);
    app.advance(TimeDelta::days(2));
    keep_house(&app).await;
    assert_eq!(rows().await, 0);
}

async fn mails_go_and_what_failed_ones_say_before(app: App) {
    delivery::register(&app).await;
    assert_eq!(app.work(&app.worker(Transport::Mailbox)).await, 1);
    delivery::register(&app).await;
    for _ in 0..4 {
        die(&app).await;
        app.advance(TimeDelta::seconds(61));
    }
    assert_eq!(app.deliver_mails().await, 1);
    let all = async || mails::Entity::find().all(app.db()).await.unwrap();
    let failed = async || all().await.into_iter().find(|mail| mail.state == mails::MailState::Failed);
    app.advance(TimeDelta::days(13));
    keep_house(&app).await;
    assert!(failed().await.unwrap().sealed_content.is_some(), "it can be tried again");
    app.advance(TimeDelta::days(2));
    keep_house(&app).await;
    let gone = failed().await.unwrap();
    assert!(gone.sealed_content.is_none());
    assert_eq!(
        post::retry_failed(app.services(), &app.operator(), None).await.unwrap(),
        0,
        "nothing is marked as sent that was not"
    );
    assert!(post::retry_failed(app.services(), &app.operator(), Some(&gone.id.0.to_string())).await.is_err());
    app.advance(TimeDelta::days(349));
    keep_house(&app).await;
    assert_eq!(all().await.len(), 2);
    app.advance(TimeDelta::days(3));
    keep_house(&app).await;
    assert_eq!(all().await.len(), 0);
}

async fn closed_accounts_are_forgotten(app: App) {
    let group = app.subscriber().await.group;
    let (closed, open) = (app.user(&group).await, app.user(&group).await);
    let mut row = closed.row.clone().into_active_model();
    row.state = Set(UserState::Closed);
    row.update(app.db()).await.unwrap();
    app.advance(TimeDelta::days(365));
    keep_house(&app).await;
    assert_eq!(closed.now(&app).await.mail_address, closed.row.mail_address);
    app.advance(TimeDelta::days(1));
    keep_house(&app).await;
    keep_house(&app).await;
    let forgotten = closed.now(&app).await;
    let facts = [forgotten.mail_address, forgotten.name, forgotten.sign_in_name];
    assert_eq!((facts.concat().as_str(), forgotten.password_hash), ("", None));
    assert!(forgotten.sign_in_key.starts_with("closed:"));
    assert_eq!(open.now(&app).await.mail_address, open.row.mail_address);
    assert_eq!(users::Entity::find().count(app.db()).await.unwrap(), 2);
}

async fn audit_events_go_and_the_rest_is_whole(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    app.browser().give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
    chain::extend(app.services()).await.unwrap();
    app.advance(TimeDelta::days(60 * 30));
    app.browser().give_own_password(&user, "wrong").await.refused(401, "invalid_credentials");
    chain::extend(app.services()).await.unwrap();
    keep_house(&app).await;
    assert_eq!(audit_events::Entity::find().count(app.db()).await.unwrap(), 2);
    app.advance(TimeDelta::days(60));
    keep_house(&app).await;
    assert_eq!(audit_events::Entity::find().count(app.db()).await.unwrap(), 1);
    assert_eq!(verify::verify(app.services(), PORTAL).await.unwrap(), Verdict::Whole(2));
}
