//! Guessing is slowed by account and address, by address alone and by second factor; its owner is not locked out.

use api_tests::{Answer, App, AuthenticatorApp, Browser, PASSWORD, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::throttles;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

on_both_engines!(
    the_wait_is_told_and_grows,
    a_day_of_rest_forgets,
    one_address_tries_few_accounts,
    the_owner_comes_in_while_a_stranger_waits,
    guessing_from_everywhere_keeps_the_owner_out_of_no_usual_place,
    under_attack_waits_start_earlier,
    second_factors_are_slowed_over_many_logins,
    a_right_second_factor_ends_the_wait,
);

const WRONG: &str = "mori9kawa2tani";

#[track_caller]
fn waits(app: &App, answer: &Answer, seconds: i64) {
    let until = Some(app.now() + TimeDelta::seconds(seconds));
    assert_eq!(answer.refused(429, "too_many_attempts").retry_at, until);
    assert_eq!(answer.retry_after(), until);
}

async fn the_wait_is_told_and_grows(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.browser_at(RENTAL);
    for _ in 0..5 {
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
        waits(&app, &browser.give_own_password(&user, PASSWORD).await, minutes * 60);
        app.advance(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
        // To ask again while waiting makes it no longer.
        waits(&app, &browser.give_own_password(&user, PASSWORD).await, 1);
        app.advance(TimeDelta::seconds(1));
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
}

async fn a_day_of_rest_forgets(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = app.browser_at(RENTAL);
    for _ in 0..5 {
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    app.advance(TimeDelta::days(1) + TimeDelta::minutes(1));
    for _ in 0..5 {
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    waits(&app, &browser.give_own_password(&user, PASSWORD).await, 60);
}

/// Sets the only counter of a kind, in place of as many hashes.
async fn set_count(app: &App, kind: &str, count: u32) {
    let counted = throttles::Entity::update_many()
        .col_expr(throttles::Column::Count, Expr::value(count))
        .filter(throttles::Column::Kind.eq(kind))
        .exec(app.db())
        .await
        .unwrap();
    assert_eq!(counted.rows_affected, 1);
}

async fn one_address_tries_few_accounts(app: App) {
    let (user, other) = (app.person_at(RENTAL).await, app.person_at(RENTAL).await);
    let browser = app.browser_at(RENTAL);
    browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    set_count(&app, "sign_in_address", 98).await;
    // Right passwords are no guesses: an office may share an address.
    for _ in 0..3 {
        let _right = browser.start_sign_in(&other).await;
    }
    for last in ["password1", "password2"] {
        browser.give_own_password(&other, last).await.refused(401, "invalid_credentials");
    }
    let third = app.person_at(RENTAL).await;
    browser.give_own_password(&third, PASSWORD).await.refused(403, "robot_check_required");
    let elsewhere = app.browser_at(RENTAL);
    elsewhere.move_to("198.51.100.7");
    let _right = elsewhere.start_sign_in(&third).await;
}

async fn the_owner_comes_in_while_a_stranger_waits(app: App) {
    let user = app.person_at(RENTAL).await;
    let (stranger, owner) = (app.browser_at(RENTAL), app.browser_at(RENTAL));
    owner.move_to("2001:db8::7");
    for _ in 0..5 {
        stranger.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    owner.sign_in(&user, PASSWORD).await;
    let _in = owner.get("/session").await.expect(200);
    waits(&app, &stranger.give_own_password(&user, PASSWORD).await, 60);
}

async fn forget(app: &App, kind: &str) {
    let gone = throttles::Entity::delete_many().filter(throttles::Column::Kind.eq(kind)).exec(app.db()).await.unwrap();
    assert!(gone.rows_affected > 0);
}

async fn from_address(app: &App, address: &str) -> Browser {
    let browser = app.browser_at(RENTAL);
    browser.move_to(address);
    browser
}

async fn guessing_from_everywhere_keeps_the_owner_out_of_no_usual_place(app: App) {
    let (user, other) = (app.person_at(RENTAL).await, app.person_at(RENTAL).await);
    from_address(&app, "198.51.100.7").await.sign_in(&user, PASSWORD).await;
    from_address(&app, "198.51.100.8").await.sign_in(&other, PASSWORD).await;
    for days in [0, 91] {
        app.advance(TimeDelta::days(days));
        let stranger = from_address(&app, "203.0.113.9").await;
        stranger.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
        set_count(&app, "sign_in_account", 49).await;
        let stranger = from_address(&app, "203.0.113.10").await;
        stranger.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
        for address in ["203.0.113.11", "198.51.100.8"] {
            waits(&app, &from_address(&app, address).await.give_own_password(&user, PASSWORD).await, 60);
        }
        let usual = from_address(&app, "198.51.100.7").await;
        if days > 0 {
            waits(&app, &usual.give_own_password(&user, PASSWORD).await, 60);
            continue;
        }
        // Not even there can anybody go on guessing.
        for _ in 0..5 {
            usual.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
        }
        waits(&app, &usual.give_own_password(&user, PASSWORD).await, 60);
        forget(&app, "sign_in_account_address").await;
        let _in = usual.start_sign_in(&user).await;
    }
}

async fn under_attack_waits_start_earlier(app: App) {
    let [one, two, three] = [app.person_at(RENTAL).await, app.person_at(RENTAL).await, app.person_at(RENTAL).await];
    let browser = from_address(&app, "203.0.113.9").await;
    browser.give_own_password(&one, WRONG).await.refused(401, "invalid_credentials");
    set_count(&app, "sign_in_portal", 299).await;
    browser.give_own_password(&one, WRONG).await.refused(401, "invalid_credentials");
    let owner = from_address(&app, "198.51.100.7").await;
    for _ in 0..2 {
        owner.give_own_password(&two, WRONG).await.refused(401, "invalid_credentials");
    }
    waits(&app, &owner.give_own_password(&two, PASSWORD).await, 60);
    let _first_try = from_address(&app, "198.51.100.8").await.start_sign_in(&two).await;
    app.advance(TimeDelta::minutes(10));
    let calm = from_address(&app, "198.51.100.9").await;
    for _ in 0..5 {
        calm.give_own_password(&three, WRONG).await.refused(401, "invalid_credentials");
    }
    waits(&app, &calm.give_own_password(&three, PASSWORD).await, 60);
}

/// Whoever has the password still cannot try through the second factor by starting again and again.
async fn second_factors_are_slowed_over_many_logins(app: App) {
    let (user, phone) = with_app(&app).await;
    guess(&app, &user, &phone, 8).await;
    let (browser, attempt) = start(&app, &user).await;
    let code = phone.code_in(1);
    waits(&app, &browser.complete_by(&attempt, "totp", &code).await, 60);
    app.advance(TimeDelta::minutes(1));
    let wrong = phone.code_in(9);
    browser.complete_by(&attempt, "totp", &wrong).await.refused(401, "invalid_one_time_password");
    waits(&app, &browser.complete_by(&attempt, "totp", &phone.code_in(0)).await, 120);
    let elsewhere = app.browser_at(RENTAL);
    elsewhere.move_to("198.51.100.7");
    let attempt = elsewhere.start_sign_in(&user).await;
    waits(&app, &elsewhere.complete_by(&attempt, "recovery_code", "abcde-fghjk").await, 120);
}

async fn a_right_second_factor_ends_the_wait(app: App) {
    let (user, phone) = with_app(&app).await;
    guess(&app, &user, &phone, 8).await;
    app.advance(TimeDelta::minutes(1));
    let (browser, attempt) = start(&app, &user).await;
    let _session = browser.complete_by(&attempt, "totp", &phone.code_in(0)).await.expect(201);
    app.advance(TimeDelta::minutes(1));
    guess(&app, &user, &phone, 7).await;
    let (browser, attempt) = start(&app, &user).await;
    let _session = browser.complete_by(&attempt, "totp", &phone.code_in(0)).await.expect(201);
}

async fn with_app(app: &App) -> (User, AuthenticatorApp) {
    let user = app.person_at(RENTAL).await;
    let (phone, _) = app.signed_in(&user).await.add_app("携帯電話").await;
    (user, phone)
}

async fn start(app: &App, user: &User) -> (Browser, madoguchi_api_types::sessions::SignInAttempt) {
    let browser = app.browser_at(RENTAL);
    let attempt = browser.start_sign_in(user).await;
    (browser, attempt)
}

/// Uses up logins with five wrong codes each.
async fn guess(app: &App, user: &User, phone: &AuthenticatorApp, logins: usize) {
    for _ in 0..logins {
        let (browser, attempt) = start(app, user).await;
        for _ in 0..5 {
            let wrong = browser.complete_by(&attempt, "totp", &phone.code_in(9)).await;
            wrong.refused(401, "invalid_one_time_password");
        }
    }
}
