//! Nothing tells whether an account exists, or in what state it is: every refusal looks like every other.

use std::collections::BTreeMap;

use api_tests::{Answer, App, NETWORK, PASSWORD, PORTAL, RENTAL, User, on_both_engines};
use chrono::TimeDelta;
use madoguchi_entities::users::{self, UserState};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};

on_both_engines!(
    every_refused_login_looks_alike,
    every_account_is_slowed_alike,
    every_request_for_a_way_back_looks_alike,
    a_known_mail_address_registers_like_a_new_one,
);

const WRONG: &str = "mori9kawa2tani";

/// Somebody of a portal in a state.
async fn person_in(app: &App, portal: &str, state: UserState) -> User {
    let user = app.person_at(portal).await;
    let mut row = user.row.clone().into_active_model();
    row.state = Set(state);
    // Whoever was locked or never came has no password of their own any more, or not yet.
    if matches!(state, UserState::Locked | UserState::Pending) {
        row.password_hash = Set(None);
    }
    let row: users::Model = row.update(app.db()).await.unwrap();
    User { row }
}

fn nobody() -> Value {
    let id = "nobody";
    json!({ "access_id": id, "contractor_id": id, "login_id": id, "mail_address": "nobody@example.jp" })
}

/// What a stranger can tell an answer by: status, body but for the name of the request, and names of its headers.
fn look(answer: &Answer) -> ((u16, Value), BTreeMap<String, usize>) {
    let mut names = BTreeMap::new();
    for name in answer.headers.keys() {
        *names.entry(name.to_string()).or_default() += 1;
    }
    (answer.essence(), names)
}

/// Identifiers and password of each kind of login that must be refused, unknown first.
async fn refused_logins(app: &App, portal: &str) -> Vec<(&'static str, Value, &'static str)> {
    let person = async |state| person_in(app, portal, state).await.identifiers();
    vec![
        ("unknown", nobody(), PASSWORD),
        ("wrong password", person(UserState::Active).await, WRONG),
        ("closed", person(UserState::Closed).await, PASSWORD),
        ("locked", person(UserState::Locked).await, PASSWORD),
        ("pending", person(UserState::Pending).await, PASSWORD),
    ]
}

async fn every_refused_login_looks_alike(app: App) {
    for portal in [PORTAL, RENTAL, NETWORK] {
        let mut unknown = None;
        for (kind, identifiers, password) in refused_logins(&app, portal).await {
            let body = json!({ "identifiers": identifiers, "password": password });
            let answer = app.browser_at(portal).post("/sign-in-attempts", body).await;
            answer.refused(401, "invalid_credentials");
            let seen = look(&answer);
            assert_eq!(unknown.get_or_insert(seen.clone()), &seen, "{portal}: {kind}");
        }
    }
}

async fn every_account_is_slowed_alike(app: App) {
    let mut unknown = None;
    for (kind, identifiers, _) in refused_logins(&app, RENTAL).await {
        let browser = app.browser_at(RENTAL);
        let mut seen = Vec::new();
        for _ in 0..8 {
            let body = json!({ "identifiers": identifiers, "password": WRONG });
            let answer = browser.post("/sign-in-attempts", body).await;
            let ((status, mut body), headers) = look(&answer);
            let wait = answer.retry_after().map(|until| until - app.now());
            body.as_object_mut().unwrap().remove("retry_at");
            seen.push((status, body, headers, wait));
            app.advance(wait.unwrap_or_default());
        }
        assert_eq!(seen.iter().map(|it| it.0).collect::<Vec<_>>(), [401, 401, 401, 401, 401, 429, 401, 429]);
        assert_eq!((seen[5].3, seen[7].3), (Some(TimeDelta::minutes(1)), Some(TimeDelta::minutes(2))));
        assert_eq!(unknown.get_or_insert(seen.clone()), &seen, "{kind}");
    }
}

async fn every_request_for_a_way_back_looks_alike(app: App) {
    let mut unknown = None;
    for state in [None, Some(UserState::Active), Some(UserState::Closed), Some(UserState::Locked)] {
        let (name, mail) = match state {
            None => ("nobody".to_owned(), "nobody@example.jp".to_owned()),
            Some(state) => {
                let user = person_in(&app, RENTAL, state).await;
                (user.row.sign_in_name, user.row.mail_address)
            }
        };
        let browser = app.browser_at(RENTAL);
        let mut seen = Vec::new();
        for address in 1..=7 {
            browser.move_to(&format!("198.51.100.{address}"));
            let request = json!({ "way": "mail_link", "sign_in_name": name, "mail_address": mail });
            let answer = browser.post("/recoveries", request).await;
            let headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            seen.push((
                answer.status,
                answer.body.is_empty(),
                headers,
                answer.retry_after().map(|until| until - app.now()),
            ));
        }
        assert_eq!(seen.iter().map(|it| it.0).collect::<Vec<_>>(), [202, 202, 202, 202, 202, 429, 429]);
        assert_eq!(unknown.get_or_insert(seen.clone()), &seen, "{state:?}");
        app.advance(TimeDelta::hours(1));
    }
}

async fn a_known_mail_address_registers_like_a_new_one(app: App) {
    let known = app.person_at(NETWORK).await.row.mail_address;
    let ask = async |mail: &str| app.browser_at(NETWORK).ask_contractor_id(mail).await;
    let (first, second) = (ask(&known).await.expect(202), ask("namae@example.jp").await.expect(202));
    assert_eq!(first.headers.len(), second.headers.len());
    let names = |answer: &Answer| answer.json::<Value>().as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    assert_eq!((app.mails_to(&known).await.len(), app.mails_to("namae@example.jp").await.len()), (1, 1));
}
