//! Every operation of the description is tried as nobody, as strangers and by its owner. A new operation without a case
//! here fails, and so does an operation that becomes public.

mod cases;
mod clients;
mod targets;
mod what_is_sent;

use std::collections::BTreeSet;

use api_tests::{
    Answer, App, Browser, NETWORK, OTHER_PORTAL, PASSWORD, PORTAL, RENTAL, Subscriber, User, on_both_engines,
};
use madoguchi_entities::users::UserRole;
use reqwest::Method;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};

use cases::{Case, NEEDS_ROLE, PROTECTED, PUBLIC, Touches};
use targets::Targets;

on_both_engines!(
    nobody_is_refused_everywhere,
    the_owner_reaches_everything,
    strangers_see_nothing_of_the_owner,
    tokens_of_another_portal_are_worth_nothing,
    each_protected_operation_counts_as_activity,
    who_lacks_the_role_is_refused_what_needs_it,
);

fn operations() -> Vec<(String, Value)> {
    let description = serde_json::to_value(madoguchi_api::openapi::description()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    let of_path = |(path, item): (&String, &Value)| {
        let methods = item
            .as_object()
            .unwrap()
            .iter()
            .filter(|(method, _)| Method::from_bytes(method.to_uppercase().as_bytes()).is_ok());
        methods.map(|(method, operation)| (format!("{method} {path}"), operation.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_path).collect()
}

fn names<'a>(cases: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    cases.into_iter().map(str::to_owned).collect()
}

#[test]
fn every_operation_has_its_case() {
    let described: BTreeSet<String> = operations().into_iter().map(|(name, _)| name).collect();
    let clients = clients::CLIENTS.iter().map(|case| case.operation);
    let cases = names(PROTECTED.iter().map(|case| case.operation).chain(PUBLIC).chain(clients));
    assert_eq!(described, cases, "each operation of the description needs a case in tests/authorisation/cases.rs");
}

#[test]
fn the_list_of_public_operations_only_shrinks() {
    let open = |operation: &Value| operation["security"].as_array().is_none_or(Vec::is_empty);
    let public: BTreeSet<String> = operations().into_iter().filter(|(_, o)| open(o)).map(|(name, _)| name).collect();
    assert_eq!(public, names(PUBLIC));
}

/// Where cases are tried.
const PORTALS: [&str; 3] = [PORTAL, NETWORK, RENTAL];

fn cases_at(portal: &str) -> impl Iterator<Item = &'static Case> {
    PROTECTED.iter().filter(move |case| case.portal == portal)
}

#[test]
fn every_case_is_tried() {
    assert!(PROTECTED.iter().all(|case| PORTALS.contains(&case.portal)));
}

/// A customer of a portal with somebody who has what the cases name.
struct World {
    portal: &'static str,
    owner: Subscriber,
    person: User,
    targets: Targets,
}

async fn world(app: &App, portal: &'static str) -> World {
    let owner = app.subscriber_at(portal).await;
    let (person, targets) = if portal == NETWORK {
        // Its people belong to no billing group.
        let person = app.colleague(&owner.customer, "id900001").await;
        let targets = Targets::of_network(app, &owner, &person).await;
        (person, targets)
    } else if portal == RENTAL {
        let person = app.colleague(&owner.customer, "rental01").await;
        let targets = Targets::of_rental(app, &person).await;
        (person, targets)
    } else {
        let person = app.user(&owner.group).await;
        let targets = Targets::make(app, &owner, &person).await;
        (person, targets)
    };
    World { portal, owner, person, targets }
}

async fn worlds(app: &App) -> Vec<World> {
    let mut worlds = Vec::new();
    for portal in PORTALS {
        worlds.push(world(app, portal).await);
    }
    worlds
}

/// Strangers with a session of the portal: another customer, and the owner's customer in another billing group.
async fn strangers(app: &App, world: &World) -> [Browser; 2] {
    let other_customer = app.subscriber_at(world.portal).await;
    let other_group = app.billing_group(&world.owner.customer).await;
    if world.portal == PORTAL {
        let own_contract = app.contract(&other_group, |_| {}).await;
        app.calls(&own_contract, &[api_tests::Call { callee: "0311112222".to_owned(), ..Default::default() }]).await;
    }
    if world.portal == RENTAL {
        // All users of a company are equal: only other companies are strangers.
        let another = app.subscriber_at(world.portal).await;
        let people = [app.user(&other_customer.group).await, app.user(&another.group).await];
        return [app.signed_in(&people[0]).await, app.signed_in(&people[1]).await];
    }
    [app.signed_in(&app.user(&other_customer.group).await).await, app.signed_in(&app.user(&other_group).await).await]
}

async fn send(browser: &Browser, case: &Case, portal: &str, targets: &Targets) -> Answer {
    let (method, path) = case.request(portal, targets);
    match (case.body)(targets) {
        Value::Null => browser.change(method, &path).send().await,
        body => browser.change(method, &path).json(&body).send().await,
    }
}

async fn nobody_is_refused_everywhere(app: App) {
    for World { portal, targets, .. } in worlds(&app).await {
        for case in cases_at(portal) {
            send(&app.browser_at(portal), case, portal, &targets).await.refused(401, "session_missing");
        }
    }
}

async fn the_owner_reaches_everything(app: App) {
    for World { portal, person, targets, .. } in worlds(&app).await {
        let browser = app.signed_in(&person).await;
        for case in cases_at(portal) {
            let answer = send(&browser, case, portal, &targets).await.expect(case.success);
            if matches!(case.touches, Touches::OwnList | Touches::Object) && case.success == 200 {
                assert!(
                    targets.shows_owner(&answer),
                    "{} shows nothing of its owner: the case is empty",
                    case.operation
                );
            }
        }
    }
}

async fn strangers_see_nothing_of_the_owner(app: App) {
    for world in worlds(&app).await {
        let owner = app.signed_in(&world.person).await;
        for stranger in strangers(&app, &world).await {
            for case in cases_at(world.portal) {
                let answer = send(&stranger, case, world.portal, &world.targets).await;
                assert!(!world.targets.shows_owner(&answer), "{}: {}", case.operation, answer.text());
                if case.touches.names_something() {
                    answer.refused(404, "not_found");
                    let absent = send(&stranger, case, world.portal, &Targets::absent()).await;
                    assert_eq!(answer.essence(), absent.essence(), "{} tells foreign from absent", case.operation);
                } else {
                    let _own = answer.expect(case.others);
                }
            }
        }
        let _still_there = owner.get("/session").await.expect(200);
    }
}

async fn tokens_of_another_portal_are_worth_nothing(app: App) {
    for World { portal, targets, .. } in worlds(&app).await {
        let elsewhere = app.subscriber_at(OTHER_PORTAL).await;
        let stranger = app.signed_in(&app.user(&elsewhere.group).await).await;
        let token = stranger.cookie(&stranger.session_cookie()).unwrap();
        stranger.set_cookie(&app.browser_at(portal).session_cookie(), &token);
        for case in cases_at(portal) {
            send(&stranger, case, portal, &targets).await.refused(401, "session_missing");
            if case.touches.names_something() {
                send(&stranger, case, OTHER_PORTAL, &targets).await.refused(404, "not_found");
            }
        }
        let _untouched = stranger.get("/session").await.expect(200);
    }
}

/// The cookie is made anew with every request of a session: no operation may forget it.
async fn each_protected_operation_counts_as_activity(app: App) {
    for World { portal, person, targets, .. } in worlds(&app).await {
        let browser = app.signed_in(&person).await;
        for case in cases_at(portal).filter(|case| case.operation != "delete /api/v1/{portal}/session") {
            let again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await;
            let _recent = again.expect(204);
            app.advance(chrono::TimeDelta::seconds(2));
            let before = browser.cookie(&browser.session_cookie());
            let answer = send(&browser, case, portal, &targets).await;
            assert_eq!(answer.status, case.success, "{}: {}", case.operation, answer.text());
            assert_ne!(browser.cookie(&browser.session_cookie()), before, "{}", case.operation);
        }
    }
}

/// Being logged in is not enough for what needs a role; and it is for all the rest.
async fn who_lacks_the_role_is_refused_what_needs_it(app: App) {
    let world = world(&app, PORTAL).await;
    let general = app.user_with(&world.owner.group, |row| row.role = Set(UserRole::General)).await;
    let browser = app.signed_in(&general).await;
    for case in cases_at(PORTAL) {
        let answer = send(&browser, case, PORTAL, &world.targets).await;
        let refused = answer.status == 403 && answer.text().contains("\"permission_missing\"");
        assert_eq!(refused, NEEDS_ROLE.contains(&case.operation), "{}: {}", case.operation, answer.text());
    }
    let known = |operation: &&&str| PROTECTED.iter().any(|case| case.operation == **operation);
    assert_eq!(NEEDS_ROLE.iter().filter(known).count(), NEEDS_ROLE.len());
}
