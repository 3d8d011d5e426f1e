//! Who may not is refused as such, whatever is sent: what cannot be read, what nobody knows, names that are no ids. So no
//! refusal tells anything of an operation to somebody who may not ask for it.

use api_tests::{Answer, App, Browser, NETWORK, OTHER_PORTAL, PORTAL, on_both_engines};
use madoguchi_entities::users::UserRole;
use reqwest::Method;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::cases::{Case, NEEDS_ROLE, PROTECTED, PUBLIC};
use super::targets::Targets;
use super::{World, cases_at, operations, send, world, worlds};

on_both_engines!(
    nobody_is_refused_whatever_is_sent,
    a_session_of_another_portal_is_refused_whatever_is_sent,
    who_lacks_the_role_is_refused_whatever_is_sent,
    what_a_portal_has_not_is_not_found_whatever_is_sent,
    an_unknown_portal_is_not_found_whatever_is_sent,
);

/// Bodies that no operation takes: one that cannot be read, one with a field that nobody knows, one with a text that no text
/// may be.
const BODIES: [&str; 3] = ["{", r#"{ "nobody_knows": 1 }"#, r#"{ "token": "a\u0000b" }"#];

/// Whether an operation takes a body.
fn takes_body(case: &Case) -> bool {
    !(case.body)(&Targets::absent()).is_null()
}

/// An operation with everything about it that can be wrong, but for the body.
async fn broken(browser: &Browser, method: Method, path: &str, body: Option<&str>) -> Answer {
    let no_id = |part: &str| if part.parse::<Uuid>().is_ok() { "nothing".to_owned() } else { part.to_owned() };
    let (path, query) = path.split_once('?').unwrap_or((path, "file_name=%00"));
    let path = path.split('/').map(no_id).collect::<Vec<_>>().join("/");
    let request = browser.change(method, &format!("{path}?{query}&limit=none&cursor=%00"));
    let request = request.header("idempotency-key", &"k".repeat(300));
    match body {
        Some(body) => request.header("content-type", "application/json").body(body).send().await,
        None => request.send().await,
    }
}

/// Sends everything that can be wrong with an operation, together and apart: it must be refused as if nothing were.
async fn refused(browser: &Browser, case: &Case, portal: &str, targets: &Targets, (status, code): (u16, &str)) {
    let (method, path) = case.request(portal, targets);
    broken(browser, method.clone(), &path, None).await.refused(status, code);
    for body in BODIES.iter().filter(|_| takes_body(case)) {
        let request = browser.change(method.clone(), &path).header("content-type", "application/json");
        let answer = request.body(*body).send().await;
        assert_eq!(answer.status, status, "{} {body}: {}", case.operation, answer.text());
        answer.refused(status, code);
        broken(browser, method.clone(), &path, Some(body)).await.refused(status, code);
    }
    if takes_body(case) {
        let request = browser.change(method, &path).header("content-type", "text/plain").body("a".repeat(70_000));
        request.send().await.refused(status, code);
    }
}

async fn nobody_is_refused_whatever_is_sent(app: App) {
    for World { portal, targets, .. } in worlds(&app).await {
        for case in cases_at(portal) {
            refused(&app.browser_at(portal), case, portal, &targets, (401, "session_missing")).await;
        }
    }
}

async fn a_session_of_another_portal_is_refused_whatever_is_sent(app: App) {
    let elsewhere = app.subscriber_at(OTHER_PORTAL).await;
    let stranger = app.signed_in(&app.user(&elsewhere.group).await).await;
    let token = stranger.cookie(&stranger.session_cookie()).unwrap();
    for World { portal, targets, .. } in worlds(&app).await {
        stranger.set_cookie(&app.browser_at(portal).session_cookie(), &token);
        for case in cases_at(portal) {
            refused(&stranger, case, portal, &targets, (401, "session_missing")).await;
        }
    }
}

async fn who_lacks_the_role_is_refused_whatever_is_sent(app: App) {
    let world = world(&app, PORTAL).await;
    let general = app.user_with(&world.owner.group, |row| row.role = Set(UserRole::General)).await;
    let browser = app.signed_in(&general).await;
    for case in cases_at(PORTAL).filter(|case| NEEDS_ROLE.contains(&case.operation)) {
        refused(&browser, case, PORTAL, &world.targets, (403, "permission_missing")).await;
    }
}

/// What one portal has and another has not: there it is absent for whoever has a session.
async fn what_a_portal_has_not_is_not_found_whatever_is_sent(app: App) {
    let mut absent = 0;
    for portal in [PORTAL, NETWORK] {
        let World { person, .. } = world(&app, portal).await;
        let browser = app.signed_in(&person).await;
        let nothing = Targets::absent();
        for case in PROTECTED.iter().filter(|case| !case.touches.names_something()) {
            if send(&browser, case, portal, &nothing).await.status == 404 && takes_body(case) {
                refused(&browser, case, portal, &nothing, (404, "not_found")).await;
                absent += 1;
            }
        }
    }
    assert!(absent >= 3, "{absent}");
}

async fn an_unknown_portal_is_not_found_whatever_is_sent(app: App) {
    let browser = app.browser_at("nothing");
    let nobodys = Targets::absent();
    for case in PROTECTED {
        refused(&browser, case, "nothing", &nobodys, (404, "portal_not_found")).await;
    }
    let described = operations();
    for operation in PUBLIC.iter().filter(|operation| operation.contains("{portal}")) {
        let (method, path) = operation.split_once(' ').unwrap();
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let path = path.replace("{portal}", "nothing").replace("{attempt}", &Uuid::nil().to_string());
        let (_, description) = described.iter().find(|(name, _)| name == operation).unwrap();
        let bodies = if description["requestBody"].is_object() { &BODIES[..] } else { &[] };
        for body in bodies.iter().map(|body| Some(*body)).chain([None]) {
            let answer = broken(&browser, method.clone(), &path, body).await;
            assert_eq!(answer.status, 404, "{operation} {body:?}: {}", answer.text());
            answer.refused(404, "portal_not_found");
        }
    }
}
