//! An address is counted as its network, and read from what trusted proxies wrote: who has many addresses, or writes
//! down invented ones, gets no more tries.

use api_tests::{App, Browser, PASSWORD, RENTAL, on_both_engines};
use madoguchi_entities::audit_events;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{WRONG, counts, set_count};

on_both_engines!(
    a_network_of_ipv6_counts_as_one,
    a_wide_network_has_a_limit_of_its_own,
    mapped_addresses_are_what_they_map,
    one_network_does_not_make_a_portal_stricter,
    invented_addresses_gain_nothing,
    a_limit_that_is_reached_is_written_down_once,
);

fn at(app: &App, address: &str) -> Browser {
    let browser = app.browser_at(RENTAL);
    browser.move_to(address);
    browser
}

async fn a_network_of_ipv6_counts_as_one(app: App) {
    let user = app.person_at(RENTAL).await;
    for number in 0..5 {
        let browser = at(&app, &format!("2001:db8:1:2::{number:x}"));
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    let neighbour = at(&app, "2001:db8:1:2:ffff::1");
    neighbour.give_own_password(&user, PASSWORD).await.refused(429, "too_many_attempts");
    assert_eq!(counts(&app, "sign_in_address").await, [5]);
    let _next_network = at(&app, "2001:db8:1:3::1").start_sign_in(&user).await;
}

async fn a_wide_network_has_a_limit_of_its_own(app: App) {
    let user = app.person_at(RENTAL).await;
    at(&app, "2001:db8:1:2::1").give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    assert_eq!(counts(&app, "sign_in_address_wide").await, [1]);
    set_count(&app, "sign_in_address_wide", 399).await;
    let last = app.person_at(RENTAL).await;
    at(&app, "2001:db8:1:3::1").give_own_password(&last, WRONG).await.refused(401, "invalid_credentials");
    at(&app, "2001:db8:1:4::1").give_own_password(&last, PASSWORD).await.refused(403, "robot_check_required");
    let _outside = at(&app, "2001:db8:1:100::1").start_sign_in(&last).await;
    assert_eq!(counts(&app, "sign_in_address").await, [1, 1, 0, 0], "a refused try or a right password is no guess");
}

async fn mapped_addresses_are_what_they_map(app: App) {
    let user = app.person_at(RENTAL).await;
    for address in ["203.0.113.9", "::ffff:203.0.113.9", "[::ffff:203.0.113.9]:51000"] {
        at(&app, address).give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    assert_eq!(counts(&app, "sign_in_address").await, [3]);
}

/// 300 wrong passwords make a portal stricter towards everybody: one network may add thirty.
async fn one_network_does_not_make_a_portal_stricter(app: App) {
    let user = app.person_at(RENTAL).await;
    at(&app, "2001:db8:1:2::1").give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    set_count(&app, "sign_in_site", 29).await;
    for number in 0..3 {
        let somebody = app.person_at(RENTAL).await;
        let guesser = at(&app, &format!("2001:db8:1:{number:x}::1"));
        guesser.give_own_password(&somebody, WRONG).await.refused(401, "invalid_credentials");
    }
    assert_eq!(counts(&app, "sign_in_portal").await, [2]);
    at(&app, "2001:db8:2::1").give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    assert_eq!(counts(&app, "sign_in_portal").await, [3]);
}

/// The tests' own address is a trusted proxy: it writes the true address at the right end.
async fn invented_addresses_gain_nothing(app: App) {
    let user = app.person_at(RENTAL).await;
    for (number, ending) in
        ["203.0.113.9", "203.0.113.9:51000", "::ffff:203.0.113.9", "203.0.113.9,127.0.0.1"].into_iter().enumerate()
    {
        let guesser = at(&app, &format!("198.51.100.{number}, {ending}"));
        guesser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    assert_eq!(counts(&app, "sign_in_address").await, [4]);
    // Nothing is known of who hides behind an entry that cannot be read: all of them are the proxy's.
    for hidden in ["198.51.100.8, unknown", "198.51.100.9, _hidden"] {
        at(&app, hidden).give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    assert_eq!(counts(&app, "sign_in_address").await, [4, 2]);
}

async fn a_limit_that_is_reached_is_written_down_once(app: App) {
    let user = app.person_at(RENTAL).await;
    let browser = at(&app, "203.0.113.9");
    for _ in 0..5 {
        browser.give_own_password(&user, WRONG).await.refused(401, "invalid_credentials");
    }
    for _ in 0..3 {
        browser.give_own_password(&user, WRONG).await.refused(429, "too_many_attempts");
    }
    let events = audit_events::Entity::find()
        .filter(audit_events::Column::Action.eq("limit.reached"))
        .all(app.db())
        .await
        .unwrap();
    let details: Vec<_> = events.iter().map(|event| event.detail.clone()).collect();
    assert_eq!(details, [serde_json::json!({ "limit": "sign_in_account_address", "tries": 5 })]);
    assert_eq!(events[0].address, "203.0.113.9");
}
