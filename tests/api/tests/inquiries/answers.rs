//! An answer is told to those who asked: who sent the inquiry and who wrote last, or else who cares for it now.

use api_tests::{App, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::users::UserState;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::{answer, general, signed_in};

on_both_engines!(
    who_asked_and_who_wrote_last_are_told,
    one_address_is_told_once,
    who_cannot_log_in_any_more_is_not_told,
    administrators_are_told_when_nobody_else_is_left,
);

async fn told(app: &App, user: &User) -> usize {
    let mails = app.mails_to(&user.row.mail_address).await;
    mails.iter().filter(|mail| mail.content.subject.contains("お問い合わせへの回答")).count()
}

async fn leave(app: &App, user: &User, state: UserState) {
    let mut row = user.row.clone().into_active_model();
    row.state = Set(state);
    row.update(app.db()).await.unwrap();
}

async fn who_asked_and_who_wrote_last_are_told(app: App) {
    let (subscriber, first, administrator) = signed_in(&app).await;
    let writer = general(&app, &subscriber).await;
    let browser = app.signed_in(&writer).await;
    let second = app.user(&subscriber.group).await;
    let beside = app.signed_in(&second).await;
    let sent = browser.inquire("other", "工事の日程").await;
    answer(&app, &sent.number, "12月3日に伺います。").await;
    assert_eq!((told(&app, &writer).await, told(&app, &first).await, told(&app, &second).await), (1, 0, 0));
    let path = format!("/inquiries/{}/messages", sent.id);
    for (browser, text) in [(&administrator, "午前中は可能ですか。"), (&beside, "急ぎます。")] {
        app.advance(TimeDelta::minutes(1));
        let _more = browser.post(&path, json!({ "text": text })).await.expect(201);
    }
    answer(&app, &sent.number, "可能です。").await;
    assert_eq!((told(&app, &writer).await, told(&app, &first).await, told(&app, &second).await), (2, 0, 1));
}

async fn one_address_is_told_once(app: App) {
    let (subscriber, user, browser) = signed_in(&app).await;
    let sent = browser.inquire("other", "工事の日程").await;
    let same = user.row.mail_address.to_uppercase();
    let again = app.user_with(&subscriber.group, |row| row.mail_address = Set(same)).await;
    let again_browser = app.signed_in(&again).await;
    app.advance(TimeDelta::minutes(1));
    let path = format!("/inquiries/{}/messages", sent.id);
    let _more = again_browser.post(&path, json!({ "text": "急ぎます。" })).await.expect(201);
    answer(&app, &sent.number, "承知しました。").await;
    assert_eq!(told(&app, &user).await + told(&app, &again).await, 1);
}

async fn who_cannot_log_in_any_more_is_not_told(app: App) {
    let (subscriber, administrator, browser) = signed_in(&app).await;
    let writer = general(&app, &subscriber).await;
    let sent = app.signed_in(&writer).await.inquire("other", "工事の日程").await;
    app.advance(TimeDelta::minutes(1));
    let path = format!("/inquiries/{}/messages", sent.id);
    let _more = browser.post(&path, json!({ "text": "急ぎます。" })).await.expect(201);
    leave(&app, &writer, UserState::Closed).await;
    let beside = app.user(&subscriber.group).await;
    answer(&app, &sent.number, "承知しました。").await;
    assert_eq!((told(&app, &writer).await, told(&app, &administrator).await, told(&app, &beside).await), (0, 1, 0));
}

async fn administrators_are_told_when_nobody_else_is_left(app: App) {
    let (subscriber, asker, browser) = signed_in(&app).await;
    let sent = browser.inquire("other", "工事の日程").await;
    leave(&app, &asker, UserState::Locked).await;
    let of_group = app.user(&subscriber.group).await;
    let of_all = app.user_with(&subscriber.group, |row| row.billing_group_id = Set(None)).await;
    let colleague = general(&app, &subscriber).await;
    let gone = app.user_with(&subscriber.group, |row| row.state = Set(UserState::Closed)).await;
    let other_group = app.billing_group(&subscriber.customer).await;
    let beside = app.user(&other_group).await;
    let stranger = app.user(&app.subscriber().await.group).await;
    answer(&app, &sent.number, "承知しました。").await;
    for administrator in [&of_group, &of_all] {
        assert_eq!(told(&app, administrator).await, 1);
    }
    for nobody in [&asker, &colleague, &gone, &beside, &stranger] {
        assert_eq!(told(&app, nobody).await, 0, "{}", nobody.row.mail_address);
    }
}
