//! A client says how far it is, and the feed goes on from there.

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::events::Acknowledgement;
use madoguchi_services::housekeeping;
use serde_json::json;

use super::{notices, publish, read, reader};

const PATH: &str = "/provider/events/acknowledgements";

on_both_engines!(the_feed_goes_on_from_there, a_client_never_goes_back, what_is_gone_is_told);

async fn the_feed_goes_on_from_there(app: App) {
    let ids = publish(&app, 3).await;
    let (system, other) = (reader(&app).await, reader(&app).await);
    let none: Acknowledgement = system.get(PATH).await.expect(200).json();
    assert_eq!((none.cursor, none.acknowledged_at), (None, None));
    let first = read(&system, "?limit=2").await;
    let kept: Acknowledgement = system.post(PATH, json!({ "cursor": first.next_cursor })).await.expect(200).json();
    assert_eq!((kept.cursor, kept.acknowledged_at), (Some(first.next_cursor.clone()), Some(app.now())));
    assert_eq!(notices(&read(&system, "").await.events), ids[2..]);
    assert_eq!(notices(&read(&system, "?after=oldest").await.events), ids);
    assert_eq!(notices(&read(&other, "").await.events), ids, "another client has its own");
    let again: Acknowledgement = system.get(PATH).await.expect(200).json();
    assert_eq!(again.cursor, Some(first.next_cursor));
}

async fn a_client_never_goes_back(app: App) {
    publish(&app, 3).await;
    let system = reader(&app).await;
    let (one, all) = (read(&system, "?limit=1").await.next_cursor, read(&system, "").await.next_cursor);
    let _kept = system.post(PATH, json!({ "cursor": all })).await.expect(200);
    let kept: Acknowledgement = system.post(PATH, json!({ "cursor": one })).await.expect(200).json();
    assert_eq!(kept.cursor, Some(all));
    system.post(PATH, json!({ "cursor": "x" })).await.refused_field("cursor", "invalid_cursor");
    system.post(PATH, json!({ "cursor": "" })).await.refused_field("cursor", "invalid_cursor");
}

async fn what_is_gone_is_told(app: App) {
    publish(&app, 2).await;
    let system = reader(&app).await;
    let one = read(&system, "?limit=1").await.next_cursor;
    let _kept = system.post(PATH, json!({ "cursor": one })).await.expect(200);
    app.advance(TimeDelta::days(31));
    assert!(housekeeping::once(app.services()).await.is_empty());
    system.get("/provider/events").await.refused(410, "events_expired");
    let _kept = system.post(PATH, json!({ "cursor": "newest" })).await.expect(200);
    assert_eq!(read(&system, "").await.events, []);
}
