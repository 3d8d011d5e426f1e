//! When the address of a calendar ends: when it is made anew or revoked, and with every change of the account.

use api_tests::{App, Browser, PASSWORD, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::AccountEvent;
use madoguchi_api_types::calendar_feeds::NewCalendarFeed;
use madoguchi_api_types::pages::Page;
use madoguchi_entities::calendar_feeds;
use madoguchi_entities::users::UserRole;
use madoguchi_services::housekeeping;
use madoguchi_services::user_administration::locks;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

use super::{listed, path, subscribe};

on_both_engines!(
    a_new_address_ends_the_old_and_revoking_ends_both,
    only_who_gave_the_password_makes_one,
    a_new_password_ends_it,
    a_lock_ends_it,
    it_goes_with_the_account,
    of_a_new_password_and_a_new_address_at_once_no_address_is_left,
);

const NEW_PASSWORD: &str = "yama5kaze3hi8";

async fn person(app: &App) -> (User, Browser) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    (user, browser)
}

async fn ended(app: &App, address: &str) {
    app.browser().get(address).await.refused(404, "not_found");
}

async fn change_password(browser: &Browser) -> api_tests::Answer {
    browser.put("/account/password", json!({ "current_password": PASSWORD, "password": NEW_PASSWORD })).await
}

async fn rows(app: &App) -> u64 {
    calendar_feeds::Entity::find().count(app.db()).await.unwrap()
}

async fn a_new_address_ends_the_old_and_revoking_ends_both(app: App) {
    let (_, browser) = person(&app).await;
    let first = subscribe(&browser).await;
    let second = subscribe(&browser).await;
    ended(&app, &first).await;
    let _second = app.browser().get(&second).await.expect(200);
    for _ in 0..2 {
        let _revoked = browser.delete("/account/calendar-feeds").await.expect(204);
        assert!(listed(&browser).await.is_empty());
    }
    ended(&app, &second).await;
    let events: Page<AccountEvent> = browser.get("/account/events").await.expect(200).json();
    let count = |action: &str| events.items.iter().filter(|event| event.action == action).count();
    assert_eq!((count("calendar_feed.created"), count("calendar_feed.revoked")), (2, 1));
}

async fn only_who_gave_the_password_makes_one(app: App) {
    let (_, browser) = person(&app).await;
    // The session is used now and then, and lives on.
    for _ in 0..2 {
        app.advance(TimeDelta::minutes(6));
        assert!(listed(&browser).await.is_empty());
    }
    browser.post("/account/calendar-feeds", Value::Null).await.refused(403, "reauthentication_required");
    let _given = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    let address = subscribe(&browser).await;
    let _calendar = app.browser().get(&address).await.expect(200);
}

async fn a_new_password_ends_it(app: App) {
    let (_, browser) = person(&app).await;
    let address = subscribe(&browser).await;
    let _changed = change_password(&browser).await.expect(204);
    ended(&app, &address).await;
    assert!(listed(&browser).await.is_empty(), "and the page says so");
    let anew = subscribe(&browser).await;
    let _calendar = app.browser().get(&anew).await.expect(200);
}

async fn a_lock_ends_it(app: App) {
    let (user, browser) = person(&app).await;
    let address = subscribe(&browser).await;
    let provider = app.provider(&user.row.portal);
    let named = locks::Named { sign_in_name: user.row.sign_in_name.clone(), mail_address: None };
    locks::lock(app.services(), &provider, &named).await.unwrap();
    ended(&app, &address).await;
    locks::unlock(app.services(), &provider, &named).await.unwrap();
    ended(&app, &address).await;
}

async fn it_goes_with_the_account(app: App) {
    let (user, browser) = person(&app).await;
    let address = subscribe(&browser).await;
    let administrator = app.signed_in(&app.user_of(&user, UserRole::Administrator).await).await;
    let _gone = administrator.delete(&format!("/users/{}", user.row.id)).await.expect(204);
    ended(&app, &address).await;
    assert_eq!(rows(&app).await, 0);
    assert_eq!(housekeeping::once(app.services()).await, Vec::<&str>::new());
}

/// Who took over a session makes an address while the owner sets a new password to be rid of them: whichever comes first,
/// no address outlives it.
async fn of_a_new_password_and_a_new_address_at_once_no_address_is_left(app: App) {
    for _ in 0..4 {
        let (user, owner) = person(&app).await;
        let thief = app.signed_in(&user).await;
        let making = thief.post("/account/calendar-feeds", Value::Null);
        let (changed, made) = futures_util::future::join(change_password(&owner), making).await;
        assert_eq!(changed.status, 204, "{}", changed.text());
        if made.status == 201 {
            ended(&app, &path(&made.json::<NewCalendarFeed>().address)).await;
        } else {
            made.refused(401, "session_ended");
        }
        assert_eq!(rows(&app).await, 0);
    }
}
