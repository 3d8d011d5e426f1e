//! Files need a password just given; of one that breaks off the log keeps how many records were handed over until then.

use std::sync::Arc;
use std::time::Duration;

use api_tests::{App, Browser, Call, PASSWORD, PORTAL, on_both_engines};
use chrono::TimeDelta;
use futures_util::StreamExt;
use madoguchi_entities::call_record_views;
use madoguchi_services::call_record_files::{self, Encoding};
use madoguchi_services::call_records::views::{CallRecordAction, Download};
use madoguchi_services::call_records::{self, Filter, Ordering};
use madoguchi_services::{Scope, Services, Transport, sessions};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;

use super::{path, with_calls};

on_both_engines!(a_file_needs_a_recent_password, what_was_sent_before_it_broke_off_is_kept,);

/// Tries until the row must have been written.
const TRIES: u32 = 1_000;

async fn scope(services: &Services, browser: &Browser) -> Scope {
    let token = browser.cookie(&browser.session_cookie());
    let portal = services.portals.get(PORTAL).unwrap();
    sessions::authenticate(services, portal, token.as_deref()).await.unwrap().scope
}

async fn count(app: &App) -> Option<i64> {
    call_record_views::Entity::find().one(app.db()).await.unwrap().unwrap().count
}

async fn a_file_needs_a_recent_password(app: App) {
    let (subscriber, browser, _) = with_calls(&app, 3).await;
    let own = path(&subscriber);
    app.advance(TimeDelta::minutes(6));
    let _still_active = browser.get(&own).await.expect(200);
    app.advance(TimeDelta::minutes(5));
    let looked = call_record_views::Entity::find().count(app.db()).await.unwrap();
    for file in [".csv", ".csv?encoding=cp932", ".xlsx"] {
        browser.get(&format!("{own}{file}")).await.refused(403, "reauthentication_required");
    }
    assert_eq!(call_record_views::Entity::find().count(app.db()).await.unwrap(), looked, "nothing was seen");
    let _pages_need_none = browser.get(&own).await.expect(200);
    let _again = browser.post("/session/reauthentication", json!({ "password": PASSWORD })).await.expect(204);
    for file in [".csv", ".xlsx"] {
        let _file = browser.get(&format!("{own}{file}")).await.expect(200);
    }
}

async fn what_was_sent_before_it_broke_off_is_kept(app: App) {
    let subscriber = app.subscriber().await;
    for part in 0..3 {
        let call = |index: i64| Call {
            started_at: api_tests::NOW - TimeDelta::days(5) + TimeDelta::seconds(index),
            kind: format!("種類{part}"),
            ..Call::default()
        };
        let calls: Vec<Call> = (part * 1_700..(part + 1) * 1_700).map(call).collect();
        app.calls(&subscriber.contract, &calls).await;
    }
    let services = Arc::new(app.worker(Transport::Mailbox));
    let browser = app.signed_in(&app.user(&subscriber.group).await).await;
    let scope = scope(&services, &browser).await;
    let selection = call_records::select(&services, &scope, subscriber.contract.id, Filter::default()).await.unwrap();
    let download = Download::begin(services.clone(), &scope, &selection, CallRecordAction::Csv).await.unwrap();
    assert_eq!(count(&app).await, None, "it stands in the log before it is sent");
    let mut parts =
        Box::pin(call_record_files::csv(services, selection, Ordering::default(), Encoding::Utf8, download));
    let first = parts.next().await.unwrap().unwrap();
    let sent = i64::try_from(String::from_utf8_lossy(&first).lines().count() - 1).unwrap();
    assert!((1..5_100).contains(&sent), "{sent}");
    drop(parts);
    let mut tries = 0;
    while count(&app).await.is_none() && tries < TRIES {
        tries += 1;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(count(&app).await, Some(sent));
}
