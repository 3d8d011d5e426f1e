//! Planned maintenance (R15): told before, 503 with its code meanwhile, open again by itself, and each portal for itself.

use std::time::Duration;

use api_tests::{App, PORTAL, RENTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::maintenances::MaintenanceState;
use madoguchi_services::maintenances::by_provider::{self, NewMaintenance};
use madoguchi_services::{Error, FieldCode};

on_both_engines!(a_portal_is_closed_while_it_is_maintained, maintenance_is_called_off, what_cannot_be_right_is_refused,);

/// What a server has read is this old at most.
async fn once_it_is_read_again() {
    tokio::time::sleep(Duration::from_millis(1_100)).await;
}

fn planned(app: &App, (from, until): (i64, i64)) -> NewMaintenance {
    let at = |minutes| app.now() + TimeDelta::minutes(minutes);
    NewMaintenance {
        announced_at: at(from - 30),
        starts_at: at(from),
        ends_at: at(until),
        reason: "サーバの保守".to_owned(),
        reason_en: String::new(),
    }
}

async fn a_portal_is_closed_while_it_is_maintained(app: App) {
    let member = app.signed_in(&app.person_at(RENTAL).await).await;
    let elsewhere = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    let new = planned(&app, (60, 90));
    by_provider::plan(app.services(), &app.provider(RENTAL), &new).await.unwrap();
    once_it_is_read_again().await;
    assert_eq!(member.get("/session").await.expect(200).header("madoguchi-maintenance"), None, "not told yet");
    let closed = async |path: &str| member.get(path).await.refused(503, "under_maintenance");

    app.advance(TimeDelta::minutes(29));
    let untold = member.get("/session").await.expect(200);
    assert_eq!(untold.header("madoguchi-maintenance"), None);
    app.advance(TimeDelta::minutes(1));
    let told = member.get("/session").await.expect(200);
    let starts_at = new.starts_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    assert_eq!(told.header("madoguchi-maintenance"), Some(starts_at.as_str()));
    let state: MaintenanceState = member.get("/maintenance").await.expect(200).json();
    let announced = state.announced.unwrap();
    assert_eq!((announced.starts_at, announced.ends_at), (new.starts_at, new.ends_at));
    assert_eq!((announced.reason.ja.as_str(), announced.reason.en.as_str()), ("サーバの保守", "サーバの保守"));

    // The session would end for lack of activity: it is kept up until the last moment.
    app.advance(TimeDelta::minutes(20));
    let _kept = member.get("/session").await.expect(200);
    app.advance(TimeDelta::minutes(10));
    let problem = closed("/session").await;
    assert_eq!(problem.retry_at, Some(new.ends_at));
    let answer = member.get("/basket").await;
    assert_eq!(answer.header("retry-after"), Some("1800"));
    member.post("/sign-in-attempts", serde_json::json!({})).await.refused(503, "under_maintenance");
    let state: MaintenanceState = app.browser_at(RENTAL).get("/maintenance").await.expect(200).json();
    assert_eq!(state.current.unwrap().ends_at, new.ends_at);
    let _portal = member.get("").await.expect(200);
    let health = reqwest::get(format!("http://{}/healthz", app.address())).await.unwrap();
    assert_eq!(health.status(), 200);
    // Another portal is open, and is told nothing. Its own session is over by now.
    let other = elsewhere.get("/session").await;
    assert_eq!((other.status, other.header("madoguchi-maintenance")), (401, None));
    let _open = app.browser_at(PORTAL).get("").await.expect(200);

    app.advance(TimeDelta::minutes(30));
    assert_ne!(member.get("/session").await.status, 503);
    let state: MaintenanceState = app.browser_at(RENTAL).get("/maintenance").await.expect(200).json();
    assert_eq!(state, MaintenanceState::default());
}

async fn maintenance_is_called_off(app: App) {
    let (services, provider) = (app.services(), app.provider(RENTAL));
    let browser = app.browser_at(RENTAL);
    let now = by_provider::plan(services, &provider, &planned(&app, (0, 90))).await.unwrap();
    let later = by_provider::plan(services, &provider, &planned(&app, (10, 20))).await.unwrap();
    once_it_is_read_again().await;
    browser.get("/session").await.refused(503, "under_maintenance");
    assert_eq!(by_provider::list(services, &provider, false).await.unwrap().len(), 2);
    by_provider::cancel(services, &provider, &now.id.to_string()).await.unwrap();
    by_provider::cancel(services, &provider, &now.id.to_string()).await.unwrap();
    let foreign = by_provider::cancel(services, &app.provider(PORTAL), &later.id.to_string()).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    once_it_is_read_again().await;
    let open = browser.get("/session").await;
    assert_eq!((open.status, open.header("madoguchi-maintenance").is_some()), (401, true), "the later one is told");
    assert_eq!(by_provider::list(services, &provider, false).await.unwrap().len(), 1);
    assert_eq!(by_provider::list(services, &provider, true).await.unwrap().len(), 2);
}

async fn what_cannot_be_right_is_refused(app: App) {
    let provider = app.provider(RENTAL);
    for (new, code) in [
        (planned(&app, (10, 10)), FieldCode::RangeReversed),
        (planned(&app, (-20, -10)), FieldCode::OutOfRange),
        (planned(&app, (0, 8 * 24 * 60)), FieldCode::OutOfRange),
    ] {
        match by_provider::plan(app.services(), &provider, &new).await {
            Err(Error::Invalid(fields)) => assert_eq!((fields[0].field.as_ref(), fields[0].code), ("ends_at", code)),
            other => panic!("{other:?}"),
        }
    }
}
