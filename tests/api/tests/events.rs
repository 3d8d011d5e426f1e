//! The change feed (I4): what happened, in its order, with nothing left out, for systems of the provider.

mod acknowledgements;
mod writers;

use api_tests::{App, PORTAL, RENTAL, System, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::events::{Event, EventBatch, EventType};
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_services::housekeeping;
use madoguchi_services::inquiries::by_provider;
use sea_orm::ConnectionTrait;
use serde_json::json;

on_both_engines!(
    what_happened_is_told_in_its_order,
    what_was_undone_is_not_told,
    parts_join_to_the_whole_feed,
    types_are_chosen_and_the_cursor_goes_past_the_others,
    another_portal_is_not_told,
    old_events_go_and_who_was_not_as_far_is_told,
    what_cannot_be_right_is_refused,
);

/// A system that reads the feed.
async fn reader(app: &App) -> System {
    app.system(PORTAL, &[ApiScope::EventsRead]).await
}

async fn read(system: &System, query: &str) -> EventBatch {
    system.get(&format!("/provider/events{query}")).await.expect(200).json()
}

fn kinds(events: &[Event]) -> Vec<EventType> {
    events.iter().map(|event| event.kind).collect()
}

/// Publishes notices, each of which is an event, and gives their ids.
async fn publish(app: &App, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(app.publish(&app.new_notice()).await.id.to_string());
    }
    ids
}

fn notices(events: &[Event]) -> Vec<String> {
    events.iter().filter_map(|event| event.subjects.get("notice_id").cloned()).collect()
}

async fn what_happened_is_told_in_its_order(app: App) {
    let subscriber = app.subscriber().await;
    let user = app.user(&subscriber.group).await;
    let browser = app.signed_in(&user).await;
    let inquiry = browser.inquire("other", "内緒の件名").await;
    by_provider::answer(app.services(), &app.provider(PORTAL), &inquiry.number, "内緒の回答").await.unwrap();
    browser.patch("/account/profile", json!({ "name": "内緒の名前" })).await;
    by_provider::close(app.services(), &app.provider(PORTAL), &inquiry.number).await.unwrap();
    let batch = read(&reader(&app).await, "").await;
    let told: Vec<_> = batch.events.iter().filter(|event| event.kind.as_str().starts_with("inquiry.")).collect();
    let [received, answered, closed] = told.as_slice() else { panic!("{:?}", kinds(&batch.events)) };
    assert_eq!(
        [received.kind, answered.kind, closed.kind],
        [EventType::InquiryReceived, EventType::InquiryAnswered, EventType::InquiryClosed]
    );
    assert_eq!(received.subjects["customer_id"], subscriber.customer.id.to_string());
    assert_eq!(received.subjects["inquiry_id"], inquiry.id.to_string());
    assert_eq!(received.data["number"], json!(inquiry.number));
    assert_eq!((answered.data["state"].clone(), closed.data["state"].clone()), (json!("answered"), json!("closed")));
    assert_eq!((received.timestamp, received.portal.as_str()), (app.now(), PORTAL));
    assert!(!batch.has_more);
    let all = serde_json::to_string(&batch.events).unwrap();
    assert!(!all.contains("内緒") && !all.contains(&user.row.mail_address), "{all}");
}

async fn what_was_undone_is_not_told(app: App) {
    let user = app.user(&app.subscriber().await.group).await;
    let browser = app.signed_in(&user).await;
    let system = reader(&app).await;
    let before = read(&system, "").await.next_cursor;
    // The last thing that the transaction of an inquiry writes.
    app.db().execute_unprepared("ALTER TABLE audit_events RENAME TO away").await.unwrap();
    let body = json!({ "kind": "other", "subject": "件名", "text": "内容" });
    assert_eq!(browser.post("/inquiries", body).await.status, 500);
    app.db().execute_unprepared("ALTER TABLE away RENAME TO audit_events").await.unwrap();
    assert_eq!(read(&system, &format!("?after={before}")).await.events, []);
    browser.inquire("other", "件名").await;
    assert_eq!(read(&system, &format!("?after={before}")).await.events.len(), 1);
}

async fn parts_join_to_the_whole_feed(app: App) {
    let ids = publish(&app, 7).await;
    let system = reader(&app).await;
    let (mut found, mut after) = (Vec::new(), "oldest".to_owned());
    for expected in [3, 3, 1, 0] {
        let batch = read(&system, &format!("?limit=3&after={after}")).await;
        assert_eq!((batch.events.len(), batch.has_more), (expected, found.len() + expected < 7));
        found.extend(notices(&batch.events));
        after = batch.next_cursor;
    }
    assert_eq!(found, ids);
    // The same part again is the same.
    assert_eq!(notices(&read(&system, "?limit=2").await.events), ids[..2]);
    assert_eq!(read(&system, "?after=newest").await.events, []);
    ids_of_new_ones(&app, &system, &after).await;
}

/// A cursor at the end goes on with what happens later.
async fn ids_of_new_ones(app: &App, system: &System, after: &str) {
    let ids = publish(app, 1).await;
    assert_eq!(notices(&read(system, &format!("?after={after}")).await.events), ids);
}

async fn types_are_chosen_and_the_cursor_goes_past_the_others(app: App) {
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    publish(&app, 3).await;
    browser.inquire("other", "件名").await;
    publish(&app, 3).await;
    let system = reader(&app).await;
    let batch = read(&system, "?type=inquiry.received,inquiry.closed&limit=5").await;
    assert_eq!(kinds(&batch.events), [EventType::InquiryReceived]);
    // The cursor stands behind all of them, and fits whatever is asked for next.
    assert_eq!(read(&system, &format!("?after={}", batch.next_cursor)).await.events, []);
    assert_eq!(read(&system, "?type=notice.published&limit=2").await.events.len(), 2);
}

async fn another_portal_is_not_told(app: App) {
    publish(&app, 2).await;
    let stranger = app.system(RENTAL, &[ApiScope::EventsRead]).await;
    let batch = read(&stranger, "?type=notice.published").await;
    assert_eq!(batch.events, []);
    let cursor = read(&reader(&app).await, "").await.next_cursor;
    stranger.get(&format!("/provider/events?after={cursor}")).await.refused_field("after", "invalid_cursor");
}

async fn old_events_go_and_who_was_not_as_far_is_told(app: App) {
    publish(&app, 3).await;
    let system = reader(&app).await;
    let behind = read(&system, "?limit=1").await.next_cursor;
    app.advance(TimeDelta::days(20));
    let young = publish(&app, 1).await;
    app.advance(TimeDelta::days(11));
    assert_eq!(housekeeping::once(app.services()).await, Vec::<&str>::new());
    system.get(&format!("/provider/events?after={behind}")).await.refused(410, "events_expired");
    assert_eq!(notices(&read(&system, "?after=oldest").await.events), young);
    assert_eq!(notices(&read(&system, "").await.events), young, "who never read begins with the oldest there is");
}

async fn what_cannot_be_right_is_refused(app: App) {
    publish(&app, 1).await;
    let system = reader(&app).await;
    for (query, field, code) in [
        ("after=x", "after", "invalid_cursor"),
        ("after=", "after", "invalid_cursor"),
        ("type=nothing.happened", "type", "unknown"),
        ("type=", "type", "unknown"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=201", "limit", "out_of_range"),
    ] {
        system.get(&format!("/provider/events?{query}")).await.refused_field(field, code);
    }
}
