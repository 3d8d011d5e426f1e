//! Guessing from many addresses: it is slowed early, and the owner of an account still comes in.

use api_tests::{App, PASSWORD, RENTAL, User, on_both_engines};
use chrono::TimeDelta;

on_both_engines!(
    the_owner_at_the_usual_place_comes_in_while_the_account_is_guessed_at,
    a_portal_that_is_guessed_at_waits_earlier,
);

/// Wrong passwords for users, each from an address of its own.
async fn guess(app: &App, users: &[&User], times: u32) {
    for number in 0..times {
        let browser = app.browser_at(RENTAL);
        browser.move_to(&format!("203.0.{}.{}", number / 200, number % 200));
        let user = users[usize::try_from(number).unwrap() % users.len()];
        let answer = browser.give_own_password(user, "wrong").await;
        assert!([401, 429].contains(&answer.status), "{}", answer.text());
    }
}

async fn the_owner_at_the_usual_place_comes_in_while_the_account_is_guessed_at(app: App) {
    let user = app.person_at(RENTAL).await;
    let (usual, new) = (app.browser_at(RENTAL), app.browser_at(RENTAL));
    usual.move_to("198.51.100.7");
    new.move_to("198.51.100.8");
    usual.sign_in(&user, PASSWORD).await;
    guess(&app, &[&user], 60).await;
    new.give_own_password(&user, PASSWORD).await.refused(429, "too_many_attempts");
    usual.sign_in(&user, PASSWORD).await;
}

async fn a_portal_that_is_guessed_at_waits_earlier(app: App) {
    let mut crowd = Vec::new();
    for _ in 0..20 {
        crowd.push(app.person_at(RENTAL).await);
    }
    let user = app.person_at(RENTAL).await;
    let tries_before_waiting = async |address: &str| {
        let browser = app.browser_at(RENTAL);
        browser.move_to(address);
        let mut tries = 0;
        while browser.give_own_password(&user, "wrong").await.status == 401 {
            tries += 1;
        }
        tries
    };
    assert_eq!(tries_before_waiting("198.51.100.1").await, 5);
    guess(&app, &crowd.iter().collect::<Vec<_>>(), 310).await;
    assert_eq!(tries_before_waiting("198.51.100.2").await, 2);
    // Who knows the password comes in all the same.
    let owner = app.browser_at(RENTAL);
    owner.move_to("198.51.100.3");
    owner.sign_in(&crowd[0], PASSWORD).await;
    app.advance(TimeDelta::minutes(10));
    assert_eq!(tries_before_waiting("198.51.100.4").await, 5);
}
