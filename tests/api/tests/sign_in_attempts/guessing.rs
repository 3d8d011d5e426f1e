//! First step: wrong answers tell nothing, and guessing is slowed for accounts that exist and those that do not alike.

use api_tests::{App, OTHER_PORTAL, PASSWORD, full_width, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::throttles;
use madoguchi_entities::users::UserState;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

on_both_engines!(
    spellings_of_the_access_id_are_forgiven,
    a_wrong_password_and_an_unknown_account_look_alike,
    missing_parts_are_named,
    an_account_of_another_portal_is_unknown,
    a_closed_account_cannot_log_in,
    waiting_grows_and_ends_with_success,
    a_stranger_does_not_lock_the_owner_out,
    an_account_is_guarded_against_many_addresses,
    many_good_logins_are_never_slowed,
);

const WRONG: &str = "mori9kawa2tani";

async fn spellings_of_the_access_id_are_forgiven(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let name = &user.row.sign_in_name;
    for spelling in [name.to_uppercase(), full_width(name), format!(" {name}　")] {
        let _started = app.browser().give_password(&spelling, PASSWORD).await.expect(201);
    }
    for spelling in [PASSWORD.to_uppercase(), full_width(PASSWORD), format!("{PASSWORD} ")] {
        app.browser().give_password(name, &spelling).await.refused(401, "invalid_credentials");
    }
}

async fn a_wrong_password_and_an_unknown_account_look_alike(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.browser();
    let wrong = browser.give_password(&user.row.sign_in_name, WRONG).await;
    wrong.refused(401, "invalid_credentials");
    let unknown = browser.give_password("nobody", WRONG).await;
    assert_eq!(wrong.essence(), unknown.essence());
    assert_eq!((wrong.header("set-cookie"), unknown.header("set-cookie")), (None, None));
}

async fn missing_parts_are_named(app: App) {
    let browser = app.browser();
    let required = |field: &str| vec![(field.to_owned(), "required".to_owned())];
    let attempt = async |body: Value| browser.post("/sign-in-attempts", body).await;
    let without_id = attempt(json!({ "identifiers": { "login_id": "a" }, "password": PASSWORD })).await;
    assert_eq!(without_id.refused_fields(), required("access_id"));
    let blank = attempt(json!({ "identifiers": { "access_id": " 　" }, "password": PASSWORD })).await;
    assert_eq!(blank.refused_fields(), required("access_id"));
    let without_password = attempt(json!({ "identifiers": { "access_id": "a" }, "password": "" })).await;
    assert_eq!(without_password.refused_fields(), required("password"));
}

async fn an_account_of_another_portal_is_unknown(app: App) {
    let user = app.user(&app.subscriber_at(OTHER_PORTAL).await.group).await;
    let name = &user.row.sign_in_name;
    app.browser().give_password(name, PASSWORD).await.refused(401, "invalid_credentials");
    let _at_its_own = app.browser_at(OTHER_PORTAL).give_password(name, PASSWORD).await.expect(201);
}

async fn a_closed_account_cannot_log_in(app: App) {
    let group = app.subscriber().await.group;
    for state in [UserState::Pending, UserState::Closed] {
        let user = app.user_with(&group, |row| row.state = Set(state)).await;
        let refused = app.browser().give_password(&user.row.sign_in_name, PASSWORD).await;
        refused.refused(401, "invalid_credentials");
    }
}

/// What somebody sees who guesses on: statuses, and after each 429 how long to wait.
async fn guess(app: &App, access_id: &str) -> Vec<(u16, Option<TimeDelta>)> {
    let browser = app.browser();
    let mut seen = Vec::new();
    for _ in 0..12 {
        let answer = browser.give_password(access_id, WRONG).await;
        let wait = (answer.status == 429).then(|| {
            let until = answer.refused(429, "too_many_attempts").retry_at.unwrap();
            until - app.now()
        });
        seen.push((answer.status, wait));
        app.advance(wait.unwrap_or_default());
    }
    seen
}

async fn waiting_grows_and_ends_with_success(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let name = &user.row.sign_in_name;
    let seen = guess(&app, name).await;
    let wait = |minutes| (429, Some(TimeDelta::minutes(minutes)));
    let free = [(401, None); 5];
    assert_eq!(seen[..5], free);
    assert_eq!(seen[5..], [wait(1), (401, None), wait(2), (401, None), wait(4), (401, None), wait(8)]);
    assert_eq!(guess(&app, "nobody").await, seen, "an account that does not exist is told apart by its waits");

    let browser = app.browser();
    let _right = browser.give_password(name, PASSWORD).await.expect(201);
    for _ in 0..5 {
        browser.give_password(name, WRONG).await.refused(401, "invalid_credentials");
    }
    let refused = browser.give_password(name, PASSWORD).await.refused(429, "too_many_attempts");
    assert_eq!(refused.retry_at, Some(app.now() + TimeDelta::minutes(1)), "success must have ended the growth");
}

async fn a_stranger_does_not_lock_the_owner_out(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let name = &user.row.sign_in_name;
    let (stranger, owner) = (app.browser(), app.browser());
    owner.move_to("198.51.100.7");
    for _ in 0..5 {
        stranger.give_password(name, WRONG).await.refused(401, "invalid_credentials");
    }
    stranger.give_password(name, PASSWORD).await.refused(429, "too_many_attempts");
    let _own_address = owner.give_password(name, PASSWORD).await.expect(201);
}

async fn an_account_is_guarded_against_many_addresses(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let name = &user.row.sign_in_name;
    app.browser().give_password(name, WRONG).await.refused(401, "invalid_credentials");
    // The other 48 tries, without their 48 hashes.
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(49))
        .filter(throttles::Column::Kind.eq("sign_in_account"))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
    let attempt = async |address: &str, password: &str| {
        let browser = app.browser();
        browser.move_to(address);
        browser.give_password(name, password).await
    };
    attempt("198.51.100.1", WRONG).await.refused(401, "invalid_credentials");
    attempt("198.51.100.2", PASSWORD).await.refused(429, "too_many_attempts");
}

async fn many_good_logins_are_never_slowed(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    for login in 0..8 {
        let browser = app.signed_in(&user).await;
        assert_eq!(browser.get("/session").await.status, 200, "login {login}");
        let _out = browser.delete("/session").await.expect(204);
    }
}
