//! Two people change the same thing: the second hears of the first where the change says what it was made from.

use api_tests::{App, Browser, User, on_both_engines};
use madoguchi_api_types::users::User as Listed;
use madoguchi_entities::users::UserRole;
use reqwest::Method;
use serde_json::{Value, json};

on_both_engines!(
    a_change_from_an_older_revision_is_refused,
    a_change_that_says_nothing_holds,
    only_a_strong_tag_of_the_present_state_fits,
    of_two_changes_at_once_one_is_done,
    every_visible_change_makes_another_revision,
);

async fn people(app: &App) -> (Browser, User) {
    let user = app.user(&app.subscriber().await.group).await;
    (app.signed_in(&user).await, app.user_of(&user, UserRole::General).await)
}

fn named(user: &User, name: &str) -> Value {
    json!({ "mail_address": user.row.mail_address, "name": name, "role": "general" })
}

async fn tag(browser: &Browser, path: &str) -> String {
    browser.get(path).await.expect(200).header("etag").unwrap().to_owned()
}

async fn change(browser: &Browser, path: &str, tag: &str, body: &Value) -> api_tests::Answer {
    browser.change(Method::PATCH, path).header("if-match", tag).json(body).send().await
}

async fn a_change_from_an_older_revision_is_refused(app: App) {
    let (browser, other) = people(&app).await;
    let path = format!("/users/{}", other.row.id);
    let seen = tag(&browser, &path).await;
    let answer = change(&browser, &path, &seen, &named(&other, "空木 翠")).await.expect(200);
    let after = answer.header("etag").unwrap();
    assert_ne!(after, seen);
    assert_eq!(tag(&browser, &path).await, after);
    change(&browser, &path, &seen, &named(&other, "空木 蒼")).await.refused(412, "changed_meanwhile");
    assert_eq!(other.now(&app).await.name, "空木 翠");
    let user: Listed = change(&browser, &path, after, &named(&other, "空木 蒼")).await.expect(200).json();
    assert_eq!(user.name, "空木 蒼");
}

async fn a_change_that_says_nothing_holds(app: App) {
    let (browser, other) = people(&app).await;
    let path = format!("/users/{}", other.row.id);
    let _first = browser.patch(&path, named(&other, "空木 翠")).await.expect(200);
    let _second = browser.patch(&path, named(&other, "空木 蒼")).await.expect(200);
    let _any = change(&browser, &path, "*", &named(&other, "空木 碧")).await.expect(200);
    assert_eq!(other.now(&app).await.name, "空木 碧");
}

async fn only_a_strong_tag_of_the_present_state_fits(app: App) {
    let (browser, other) = people(&app).await;
    let path = format!("/users/{}", other.row.id);
    let seen = tag(&browser, &path).await;
    let bare = seen.trim_matches('"').to_owned();
    for wrong in [format!("W/{seen}"), bare, "\"\"".to_owned(), "\"a\", \"b\"".to_owned(), "garbage".to_owned()] {
        change(&browser, &path, &wrong, &named(&other, "空木 翠")).await.refused(412, "changed_meanwhile");
    }
    let several = format!("\"a\", {seen}");
    let _one_of_them = change(&browser, &path, &several, &named(&other, "空木 翠")).await.expect(200);
}

async fn of_two_changes_at_once_one_is_done(app: App) {
    let (browser, other) = people(&app).await;
    let path = format!("/users/{}", other.row.id);
    let seen = tag(&browser, &path).await;
    let names = ["空木 翠", "空木 蒼", "空木 碧", "空木 緑"].map(|name| named(&other, name));
    let changes = names.iter().map(|body| change(&browser, &path, &seen, body));
    let answers = futures_util::future::join_all(changes).await;
    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(done.len(), 1);
    let done: Listed = done[0].json();
    assert_eq!(other.now(&app).await.name, done.name);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused(412, "changed_meanwhile");
    }
}

async fn every_visible_change_makes_another_revision(app: App) {
    let (browser, other) = people(&app).await;
    let path = format!("/users/{}", other.row.id);
    let mut seen = vec![tag(&browser, &path).await];
    let mail = &other.row.mail_address;
    for body in [
        json!({ "mail_address": mail, "name": "空木 翠", "role": "general", "mail_notice": true }),
        json!({ "mail_address": mail, "name": "空木 翠", "role": "general", "mail_notice": false }),
        json!({ "mail_address": mail, "name": "空木 翠", "role": "administrator", "mail_notice": false }),
    ] {
        let _changed = browser.patch(&path, body).await.expect(200);
        seen.push(tag(&browser, &path).await);
    }
    let _nothing = browser
        .patch(&path, json!({ "mail_address": mail, "name": "空木 翠", "role": "administrator", "mail_notice": false }))
        .await
        .expect(200);
    assert_eq!(tag(&browser, &path).await, seen[3]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4);
}
