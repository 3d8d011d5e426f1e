//! Events sent again: one by its id, or all since a moment.

use api_tests::{App, OTHER_PORTAL, on_both_engines};
use chrono::{SecondsFormat, TimeDelta};
use madoguchi_api_types::webhooks::Replay;
use madoguchi_domain::api_clients::ApiScope;
use serde_json::json;
use uuid::Uuid;

use super::receivers::Receiver;
use super::{add, deliveries, happen, happen_and_work, keeper};

on_both_engines!(one_is_sent_again, all_since_a_moment_are_sent_again, what_is_unknown_or_foreign_is_not_found);

async fn one_is_sent_again(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    happen_and_work(&app).await;
    let path = format!("/provider/webhooks/{}/replays", added.webhook.id);
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    app.advance(TimeDelta::days(1));
    for named in [delivery.id, delivery.event_id] {
        let replay: Replay = system.post(&path, json!({ "event": named })).await.expect(200).json();
        assert_eq!(replay.events, 1);
    }
    app.deliver_mails().await;
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    for call in &received {
        call.verify(&[&added.secret]);
        assert_eq!((call.header("webhook-id"), &call.body), (received[0].header("webhook-id"), &received[0].body));
    }
    assert_eq!(deliveries(&system, &added.webhook).await.len(), 3);
}

async fn all_since_a_moment_are_sent_again(app: App) {
    // What happened before there was a webhook is kept too.
    for _ in 0..3 {
        happen(&app).await;
    }
    app.advance(TimeDelta::hours(1));
    let since = app.now();
    for _ in 0..600 {
        happen(&app).await;
    }
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    let path = format!("/provider/webhooks/{}/replays", added.webhook.id);
    let from = since.to_rfc3339_opts(SecondsFormat::Micros, true);
    let replay: Replay = system.post(&path, json!({ "from": from })).await.expect(200).json();
    assert_eq!(replay.events, 600);
    app.deliver_mails().await;
    let mut ids: Vec<String> = receiver.received().iter().map(|call| call.header("webhook-id").to_owned()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((receiver.received().len(), ids.len()), (600, 600));
}

async fn what_is_unknown_or_foreign_is_not_found(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    happen_and_work(&app).await;
    let path = format!("/provider/webhooks/{}/replays", added.webhook.id);
    system.post(&path, json!({ "event": Uuid::now_v7() })).await.refused(404, "not_found");
    system.post(&path, json!({})).await.refused_field("event", "required");
    let both = json!({ "event": Uuid::now_v7(), "from": app.now() });
    system.post(&path, both).await.refused_field("from", "not_expected");
    let stranger = app.system(OTHER_PORTAL, &[ApiScope::WebhooksRead, ApiScope::WebhooksWrite]).await;
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    stranger.post(&path, json!({ "event": delivery.event_id })).await.refused(404, "not_found");
    stranger.get(&format!("/provider/webhooks/{}/deliveries", added.webhook.id)).await.refused(404, "not_found");
    // An event of another portal is not there for one's own webhook.
    let own = add(&stranger, &receiver.url("/own")).await;
    let path = format!("/provider/webhooks/{}/replays", own.webhook.id);
    stranger.post(&path, json!({ "event": delivery.event_id })).await.refused(404, "not_found");
    stranger.post(&path, json!({ "event": delivery.id })).await.refused(404, "not_found");
}
