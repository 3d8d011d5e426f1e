//! The own sessions, as a person sees and ends them.

use api_tests::{App, Browser, OTHER_PORTAL, RENTAL, User, on_both_engines, solve};
use chrono::TimeDelta;
use madoguchi_api_types::accounts::OwnSession;
use madoguchi_entities::audit_events;
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use uuid::Uuid;

on_both_engines!(
    they_are_listed_with_what_tells_them_apart,
    ended_ones_are_not_listed,
    one_of_them_can_be_ended,
    foreign_and_absent_ones_are_not_found,
    all_others_can_be_ended,
    by_policy_the_oldest_give_way,
    the_limit_holds_for_logins_at_the_same_moment,
);

const CHROME: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/129.0.0.0 Safari/537.36";

async fn log_in(app: &App, user: &User, address: &str) -> Browser {
    let browser = app.browser_at(RENTAL);
    browser.move_to(address);
    let attempt = browser.start_sign_in(user).await;
    let path = format!("/sign-in-attempts/{}/session", attempt.id);
    let request = browser.change(Method::POST, &path).header("user-agent", CHROME).json(&json!({}));
    let _session = request.send().await.expect(201);
    browser
}

async fn listed(browser: &Browser) -> Vec<OwnSession> {
    browser.get("/account/sessions").await.expect(200).json()
}

async fn current(browser: &Browser) -> Uuid {
    listed(browser).await.into_iter().find(|session| session.current).unwrap().id
}

async fn noted(app: &App, action: &str) -> u64 {
    let events = audit_events::Entity::find().filter(audit_events::Column::Action.eq(action));
    events.count(app.db()).await.unwrap()
}

async fn they_are_listed_with_what_tells_them_apart(app: App) {
    let user = app.person_at(RENTAL).await;
    let _somebody_else = log_in(&app, &app.person_at(RENTAL).await, "192.0.2.1").await;
    let began = app.now();
    let older = log_in(&app, &user, "198.51.100.1").await;
    app.advance(TimeDelta::minutes(5));
    let newer = log_in(&app, &user, "198.51.100.2").await;
    let seen = listed(&newer).await;
    let facts: Vec<_> = seen.iter().map(|it| (it.address.as_str(), it.browser.as_str(), it.current)).collect();
    assert_eq!(facts, [("198.51.100.2", "Chrome (Mac)", true), ("198.51.100.1", "Chrome (Mac)", false)]);
    assert_eq!((seen[0].created_at, seen[0].last_used_at), (app.now(), app.now()));
    assert_eq!((seen[1].created_at, seen[1].last_used_at), (began, began));
    app.advance(TimeDelta::minutes(1));
    let seen = listed(&older).await;
    assert_eq!((seen[0].address.as_str(), seen[0].current, seen[0].last_used_at), ("198.51.100.1", true, app.now()));
    assert!(!seen[1].current);
}

async fn ended_ones_are_not_listed(app: App) {
    let user = app.person_at(RENTAL).await;
    let idle = log_in(&app, &user, "198.51.100.1").await;
    let left = log_in(&app, &user, "198.51.100.2").await;
    let _out = left.delete("/session").await.expect(204);
    let staying = log_in(&app, &user, "198.51.100.3").await;
    assert_eq!(listed(&staying).await.len(), 2);
    for _ in 0..2 {
        app.advance(TimeDelta::minutes(16));
        let _active = staying.get("/session").await.expect(200);
    }
    assert_eq!(listed(&staying).await.len(), 1);
    idle.get("/session").await.refused(401, "session_expired");
    let end = api_tests::NOW + TimeDelta::hours(12);
    while app.now() + TimeDelta::minutes(29) < end {
        app.advance(TimeDelta::minutes(29));
        let _active = staying.get("/session").await.expect(200);
    }
    app.advance(end - app.now() - TimeDelta::seconds(1));
    let _last_second = staying.get("/session").await.expect(200);
    let newer = log_in(&app, &user, "198.51.100.4").await;
    assert_eq!(listed(&newer).await.len(), 2);
    app.advance(TimeDelta::seconds(1));
    assert_eq!(listed(&newer).await.len(), 1);
}

async fn one_of_them_can_be_ended(app: App) {
    let user = app.person_at(RENTAL).await;
    let (here, there) = (log_in(&app, &user, "198.51.100.1").await, log_in(&app, &user, "198.51.100.2").await);
    let path = format!("/account/sessions/{}", current(&there).await);
    let _ended = here.delete(&path).await.expect(204);
    there.get("/session").await.refused(401, "session_ended");
    here.delete(&path).await.refused(404, "not_found");
    assert_eq!((listed(&here).await.len(), noted(&app, "session.ended_by_owner").await), (1, 1));
}

async fn foreign_and_absent_ones_are_not_found(app: App) {
    let company = app.customer(RENTAL, "ミナト").await;
    let (user, colleague) = (app.colleague(&company, "keiri").await, app.colleague(&company, "soumu").await);
    let stranger = log_in(&app, &app.person_at(RENTAL).await, "192.0.2.1").await;
    let (own, other) = (log_in(&app, &user, "198.51.100.1").await, log_in(&app, &colleague, "198.51.100.1").await);
    let absent = own.delete(&format!("/account/sessions/{}", Uuid::now_v7())).await;
    absent.refused(404, "not_found");
    for foreign in [&stranger, &other] {
        let refused = own.delete(&format!("/account/sessions/{}", current(foreign).await)).await;
        assert_eq!(refused.essence(), absent.essence());
        let _untouched = foreign.get("/session").await.expect(200);
    }
}

async fn all_others_can_be_ended(app: App) {
    let user = app.person_at(RENTAL).await;
    let here = log_in(&app, &user, "198.51.100.1").await;
    let others = [log_in(&app, &user, "198.51.100.2").await, log_in(&app, &user, "198.51.100.3").await];
    let stranger = log_in(&app, &app.person_at(RENTAL).await, "192.0.2.1").await;
    let _ended = here.delete("/account/sessions").await.expect(204);
    for other in &others {
        other.get("/session").await.refused(401, "session_ended");
    }
    let _untouched = stranger.get("/session").await.expect(200);
    assert_eq!((listed(&here).await.len(), noted(&app, "session.others_ended").await), (1, 1));
}

/// The second portal lets a user have two sessions.
async fn by_policy_the_oldest_give_way(app: App) {
    let group = app.subscriber_at(OTHER_PORTAL).await.group;
    let (user, other) = (app.user(&group).await, app.user(&group).await);
    let colleague = app.signed_in(&other).await;
    let mut browsers = Vec::new();
    for _ in 0..3 {
        app.advance(TimeDelta::seconds(1));
        browsers.push(app.signed_in(&user).await);
    }
    browsers[0].get("/session").await.refused(401, "session_ended");
    for browser in [&browsers[1], &browsers[2], &colleague] {
        let _in = browser.get("/session").await.expect(200);
    }
}

async fn the_limit_holds_for_logins_at_the_same_moment(app: App) {
    let user = app.user(&app.subscriber_at(OTHER_PORTAL).await.group).await;
    let mut logins = Vec::new();
    for _ in 0..4 {
        let browser = app.browser_at(OTHER_PORTAL);
        let attempt = browser.start_sign_in(&user).await;
        let (code, solution) = (browser.mailed_code(&user).await, solve(&attempt));
        logins.push((browser, attempt, code, solution));
    }
    let complete = logins.iter().map(async |(browser, attempt, code, solution)| {
        let _session = browser.complete(attempt, code, solution).await.expect(201);
    });
    futures_util::future::join_all(complete).await;
    let mut open = 0;
    for (browser, ..) in &logins {
        open += usize::from(browser.get("/session").await.status == 200);
    }
    assert_eq!(open, 2);
}
