//! Behind one address sit many: what one of them does keeps no other out for long.

use api_tests::{App, Browser, OTHER_PORTAL, PASSWORD, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{WRONG, set_count};

on_both_engines!(
    a_machine_is_stopped_and_a_person_is_not,
    a_robot_check_serves_once_and_here_and_in_time,
    who_logged_in_from_there_before_needs_no_check,
    a_known_device_needs_no_check_and_waits_for_no_neighbour,
    the_cookie_of_a_device_lets_nobody_else_through,
    guessing_goes_on_slowly_behind_a_check,
);

const SHARED: &str = "203.0.113.9";

async fn at(app: &App, address: &str) -> Browser {
    let browser = app.browser_at(RENTAL);
    browser.move_to(address);
    browser
}

/// A hundred wrong passwords at many accounts, from one address.
async fn guess_from(app: &App, address: &str) {
    let victim = app.person_at(RENTAL).await;
    let guesser = at(app, address).await;
    guesser.give_own_password(&victim, WRONG).await.refused(401, "invalid_credentials");
    set_count(app, "sign_in_address", 99).await;
    guesser.give_own_password(&victim, WRONG).await.refused(401, "invalid_credentials");
}

async fn person(app: &App) -> User {
    app.person_at(RENTAL).await
}

async fn a_machine_is_stopped_and_a_person_is_not(app: App) {
    let user = person(&app).await;
    guess_from(&app, SHARED).await;
    let browser = at(&app, SHARED).await;
    for password in [PASSWORD, WRONG] {
        browser.give_own_password(&user, password).await.refused(403, "robot_check_required");
    }
    let check = browser.robot_check().await;
    let _in = browser.give_with_check(&user, PASSWORD, &check).await.expect(201);
    let _elsewhere = at(&app, "198.51.100.7").await.start_sign_in(&user).await;
}

async fn a_robot_check_serves_once_and_here_and_in_time(app: App) {
    let (user, other) = (person(&app).await, person(&app).await);
    let browser = at(&app, SHARED).await;
    let early = browser.robot_check().await;
    app.advance(TimeDelta::minutes(30));
    guess_from(&app, SHARED).await;
    let foreign = app.browser_at(OTHER_PORTAL).robot_check().await;
    let used = browser.robot_check().await;
    browser.give_with_check(&user, WRONG, &used).await.refused(401, "invalid_credentials");
    let unsolved = json!({ "challenge": used["challenge"], "solution": {} });
    for wrong in [early, foreign, used, unsolved, json!({ "challenge": {}, "solution": {} })] {
        browser.give_with_check(&other, PASSWORD, &wrong).await.refused(403, "robot_check_required");
    }
}

async fn who_logged_in_from_there_before_needs_no_check(app: App) {
    let user = person(&app).await;
    at(&app, "2001:db8:1:2::7").await.sign_in(&user, PASSWORD).await;
    guess_from(&app, "2001:db8:1:2::8").await;
    // Another address of the same network.
    let _in = at(&app, "2001:db8:1:2::9").await.start_sign_in(&user).await;
    app.advance(TimeDelta::days(91));
    guess_from_again(&app, "2001:db8:1:2::8").await;
    let forgotten = at(&app, "2001:db8:1:2::9").await;
    forgotten.give_own_password(&user, PASSWORD).await.refused(403, "robot_check_required");
}

async fn guess_from_again(app: &App, address: &str) {
    let victim = app.person_at(RENTAL).await;
    at(app, address).await.give_own_password(&victim, WRONG).await.refused(401, "invalid_credentials");
    set_count(app, "sign_in_address", 99).await;
    at(app, address).await.give_own_password(&victim, WRONG).await.refused(401, "invalid_credentials");
}

async fn a_known_device_needs_no_check_and_waits_for_no_neighbour(app: App) {
    let user = person(&app).await;
    let own = at(&app, "198.51.100.7").await;
    own.sign_in(&user, PASSWORD).await;
    let _out = own.delete("/session").await.expect(204);
    assert!(own.cookie(&own.device_cookie()).is_some(), "logging out does not forget the device");
    guess_from(&app, SHARED).await;
    own.move_to(SHARED);
    let _in = own.start_sign_in(&user).await;
    // A neighbour guesses at this very account.
    let neighbour = at(&app, SHARED).await;
    for _ in 0..5 {
        let check = neighbour.robot_check().await;
        neighbour.give_with_check(&user, WRONG, &check).await.refused(401, "invalid_credentials");
    }
    let check = neighbour.robot_check().await;
    neighbour.give_with_check(&user, PASSWORD, &check).await.refused(429, "too_many_attempts");
    let _in = own.start_sign_in(&user).await;
    app.advance(TimeDelta::days(91));
    guess_from_again(&app, SHARED).await;
    own.give_own_password(&user, PASSWORD).await.refused(403, "robot_check_required");
}

async fn the_cookie_of_a_device_lets_nobody_else_through(app: App) {
    let (user, other) = (person(&app).await, person(&app).await);
    let own = at(&app, "198.51.100.7").await;
    own.sign_in(&user, PASSWORD).await;
    let cookie = own.cookie(&own.device_cookie()).unwrap();
    guess_from(&app, SHARED).await;
    own.move_to(SHARED);
    own.give_own_password(&other, PASSWORD).await.refused(403, "robot_check_required");
    // With the cookie one guesses as slowly as without.
    for _ in 0..5 {
        own.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    own.give_own_password(&user, PASSWORD).await.refused(429, "too_many_attempts");
    let altered = format!("{}{}", &cookie[..cookie.len() - 1], if cookie.ends_with('A') { 'B' } else { 'A' });
    for worthless in [altered.as_str(), "", "AAAA"] {
        let thief = at(&app, SHARED).await;
        thief.set_cookie(&thief.device_cookie(), worthless);
        thief.give_own_password(&user, PASSWORD).await.refused(403, "robot_check_required");
    }
    // It is worth something at its own portal only.
    let elsewhere = app.browser_at(OTHER_PORTAL);
    elsewhere.set_cookie(&elsewhere.device_cookie(), &cookie);
    let nobody = elsewhere.give_password("nobody", WRONG).await;
    nobody.refused(401, "invalid_credentials");
}

async fn guessing_goes_on_slowly_behind_a_check(app: App) {
    let user = person(&app).await;
    guess_from(&app, SHARED).await;
    let browser = at(&app, SHARED).await;
    let mut seen = Vec::new();
    for _ in 0..6 {
        let check: Value = browser.robot_check().await;
        seen.push(browser.give_with_check(&user, WRONG, &check).await.status);
    }
    assert_eq!(seen, [401, 401, 401, 401, 401, 429], "the account is guarded as before");
}
