//! Secrets and keys are exchanged while a system runs, and it never stands still.

use std::path::PathBuf;

use api_tests::{App, MASTER_KEY, PORTAL, System, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_services::api_clients::{self, Listed};
use madoguchi_services::key_rotation::{self, NotRetired, Retired};
use madoguchi_services::{Error, Keys, ProblemCode, Transport};
use uuid::Uuid;

use super::GRANT;

on_both_engines!(
    a_secret_is_exchanged_without_a_gap,
    a_secret_that_is_ended_ends_its_tokens,
    a_token_outlives_no_secret,
    keys_are_rotated_under_a_running_client,
    a_revoked_client_stays_revoked,
);

async fn works(system: &System) {
    let _list = system.get("/provider/requests").await.expect(200);
}

async fn shows(system: &System, secret: &str) -> u16 {
    let id = system.id().to_string();
    system.ask(&[GRANT, ("client_id", &id), ("client_secret", secret)]).await.status
}

async fn listed(app: &App, system: &System) -> Listed {
    let all = api_clients::list(app.services(), &app.provider(PORTAL)).await.unwrap();
    all.into_iter().find(|listed| listed.client.id == system.id()).unwrap()
}

async fn a_secret_is_exchanged_without_a_gap(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let (services, provider, old) = (app.services(), app.provider(PORTAL), system.secret());
    let overlap = TimeDelta::hours(2);
    let made = api_clients::rotate_secret(services, &provider, system.id(), overlap).await.unwrap();
    let new = made.secret.unwrap();
    // The system goes on with what it has, however often its token ends.
    for _ in 0..11 {
        works(&system).await;
        app.advance(TimeDelta::minutes(10));
        works(&system).await;
    }
    assert_eq!((shows(&system, &old).await, shows(&system, &new).await), (200, 200));
    system.use_secret(&new);
    app.advance(TimeDelta::minutes(10));
    works(&system).await;
    assert_eq!((shows(&system, &old).await, shows(&system, &new).await), (401, 200), "the overlap is over");
    // A third one: the second gets its time too, and the first no more of it.
    let _third = api_clients::rotate_secret(services, &provider, system.id(), overlap).await.unwrap();
    works(&system).await;
    assert_eq!((shows(&system, &old).await, shows(&system, &new).await), (401, 200));
}

async fn a_secret_that_is_ended_ends_its_tokens(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let (services, provider) = (app.services(), app.provider(PORTAL));
    let first = listed(&app, &system).await.credentials[0].id;
    let made = api_clients::rotate_secret(services, &provider, system.id(), TimeDelta::days(7)).await.unwrap();
    for _ in 0..2 {
        api_clients::end_credential(services, &provider, system.id(), first).await.unwrap();
    }
    system.get("/provider/requests").await.refused(401, "token_expired");
    assert_eq!(shows(&system, &system.secret()).await, 401);
    system.use_secret(&made.secret.unwrap());
    system.renew().await;
    works(&system).await;
    let absent = api_clients::end_credential(services, &provider, system.id(), Uuid::now_v7().into()).await;
    assert!(matches!(absent, Err(Error::NotFound)));
}

/// A token that was got at the last moment tells that it ends with its secret, so the system gets another in time.
async fn a_token_outlives_no_secret(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let (services, provider) = (app.services(), app.provider(PORTAL));
    let overlap = TimeDelta::minutes(3);
    let made = api_clients::rotate_secret(services, &provider, system.id(), overlap).await.unwrap();
    system.renew().await;
    system.use_secret(&made.secret.unwrap());
    app.advance(TimeDelta::seconds(179));
    let before = system.token();
    works(&system).await;
    assert_eq!(system.token(), before);
    app.advance(TimeDelta::seconds(1));
    works(&system).await;
    assert_ne!(system.token(), before);
}

/// A key file with the key of the tests.
fn key_file() -> PathBuf {
    let path = std::env::temp_dir().join(format!("madoguchi-keys-{}", Uuid::now_v7().simple()));
    std::fs::write(&path, BASE64_STANDARD.encode(MASTER_KEY)).unwrap();
    path
}

async fn keys_are_rotated_under_a_running_client(app: App) {
    let file = key_file();
    let (app, other) = (app.process(Keys::file(&file).unwrap()), app.process(Keys::file(&file).unwrap()));
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    works(&system).await;
    let mut operator = app.worker(Transport::Mailbox);
    operator.keys = Keys::file(&file).unwrap();
    let id = key_rotation::rotate(&operator, &app.operator()).await.unwrap();
    works(&system).await;
    // The other process was told nothing, and takes a token of the new key at its first sight.
    app.services().keys.refresh().unwrap();
    assert_eq!(app.services().keys.newest(), id);
    system.renew().await;
    let token = format!("Bearer {}", system.token());
    let elsewhere = other.browser();
    let request = elsewhere.request(reqwest::Method::GET, "/provider/requests").header("authorization", &token);
    let _list = request.send().await.expect(200);
    let waits = key_rotation::retire(&operator, &app.operator(), "first").await.unwrap();
    assert!(matches!(waits, Err(NotRetired::Until(_) | NotRetired::Needed(_))), "{waits:?}");
    app.advance(TimeDelta::minutes(45));
    let retired = key_rotation::retire(&operator, &app.operator(), "first").await.unwrap();
    assert!(matches!(retired, Ok(Retired::ChecksOnly)), "{retired:?}");
    app.services().keys.refresh().unwrap();
    works(&system).await;
    std::fs::remove_file(file).unwrap();
}

async fn a_revoked_client_stays_revoked(app: App) {
    let system = app.system(PORTAL, &[ApiScope::RequestsRead]).await;
    let (services, provider) = (app.services(), app.provider(PORTAL));
    for _ in 0..2 {
        api_clients::revoke(services, &provider, system.id()).await.unwrap();
    }
    let again = api_clients::rotate_secret(services, &provider, system.id(), TimeDelta::hours(1)).await;
    assert!(matches!(again, Err(Error::Refused(ProblemCode::ClientRevoked))));
    let listed = listed(&app, &system).await;
    assert!(listed.client.revoked_at.is_some() && listed.credentials.len() == 1);
    let elsewhere = api_clients::revoke(services, &app.provider("second"), system.id()).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
}
