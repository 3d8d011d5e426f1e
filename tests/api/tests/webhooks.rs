//! Webhooks (I5): events sent to systems of the provider, signed, tried again, and never to a place that is not public.

mod addresses;
mod failures;
mod receivers;
mod replays;
mod secrets;

use api_tests::{App, PORTAL, System, on_both_engines};
use madoguchi_api_types::events::EventBatch;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::webhooks::{Webhook, WebhookDelivery, WebhookDeliveryState, WebhookSecret, WebhookState};
use madoguchi_domain::api_clients::ApiScope;
use receivers::Receiver;
use serde_json::{Value, json};

on_both_engines!(
    an_event_is_sent_as_the_feed_tells_it,
    only_what_is_asked_for_is_sent,
    who_is_disabled_gets_nothing,
    a_test_is_sent_whatever_is_asked_for,
    what_was_undone_is_not_sent,
);

/// Who keeps webhooks and reads the feed.
async fn keeper(app: &App) -> System {
    app.system(PORTAL, &[ApiScope::EventsRead, ApiScope::WebhooksRead, ApiScope::WebhooksWrite]).await
}

async fn add(system: &System, url: &str) -> WebhookSecret {
    system.post("/provider/webhooks", json!({ "url": url })).await.expect(201).json()
}

async fn deliveries(system: &System, webhook: &Webhook) -> Vec<WebhookDelivery> {
    let path = format!("/provider/webhooks/{}/deliveries", webhook.id);
    let page: Page<WebhookDelivery> = system.get(&path).await.expect(200).json();
    page.items
}

async fn webhook(system: &System) -> Webhook {
    let listed: Vec<Webhook> = system.get("/provider/webhooks").await.expect(200).json();
    let [webhook] = listed.try_into().unwrap();
    webhook
}

/// Something happens: one event.
async fn happen(app: &App) {
    app.publish(&app.new_notice()).await;
}

/// Something happens, and everything that is due is done.
async fn happen_and_work(app: &App) {
    happen(app).await;
    app.deliver_mails().await;
}

async fn an_event_is_sent_as_the_feed_tells_it(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/hook?a=b")).await;
    assert_eq!((added.webhook.state, added.webhook.event_types.len()), (WebhookState::Enabled, 0));
    happen_and_work(&app).await;
    let [received] = receiver.received().try_into().unwrap();
    assert_eq!(
        (received.line.as_str(), received.header("content-type")),
        ("POST /hook?a=b HTTP/1.1", "application/json")
    );
    received.verify(&[&added.secret]);
    assert_eq!(received.header("webhook-timestamp"), app.now().timestamp().to_string());
    let sent: Value = serde_json::from_slice(&received.body).unwrap();
    let feed: Value = system.get("/provider/events").await.expect(200).json();
    assert_eq!(feed["events"], json!([sent]));
    assert_eq!(sent["id"], json!(received.header("webhook-id")));
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.attempts), (WebhookDeliveryState::Delivered, 1));
    assert_eq!((delivery.last_status, delivery.attempted_at), (Some(200), Some(app.now())));
    assert_eq!(delivery.event_id.to_string(), received.header("webhook-id"));
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), 1, "it is sent once");
}

async fn only_what_is_asked_for_is_sent(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let types = ["inquiry.received", "inquiry.received"];
    let body = json!({ "url": receiver.url("/"), "event_types": types });
    let added: WebhookSecret = system.post("/provider/webhooks", body).await.expect(201).json();
    assert_eq!(added.webhook.event_types.len(), 1);
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    happen(&app).await;
    browser.inquire("other", "件名").await;
    happen_and_work(&app).await;
    let [received] = receiver.received().try_into().unwrap();
    assert_eq!(received.json()["type"], "inquiry.received");
}

async fn who_is_disabled_gets_nothing(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    let path = format!("/provider/webhooks/{}", added.webhook.id);
    happen(&app).await;
    let disabled: Webhook = system.post(&format!("{path}/disabling"), json!(null)).await.expect(200).json();
    assert_eq!(disabled.state, WebhookState::Disabled);
    happen_and_work(&app).await;
    assert_eq!(receiver.received().len(), 0);
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.attempts), (WebhookDeliveryState::Failed, 0));
    system.post(&format!("{path}/tests"), json!(null)).await.refused(409, "webhook_disabled");
    let _enabled = system.post(&format!("{path}/enabling"), json!(null)).await.expect(200);
    happen_and_work(&app).await;
    assert_eq!(receiver.received().len(), 1);
}

async fn a_test_is_sent_whatever_is_asked_for(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let body = json!({ "url": receiver.url("/"), "event_types": ["inquiry.received"] });
    let added: WebhookSecret = system.post("/provider/webhooks", body).await.expect(201).json();
    let _sent = system.post(&format!("/provider/webhooks/{}/tests", added.webhook.id), json!(null)).await.expect(201);
    app.deliver_mails().await;
    let [received] = receiver.received().try_into().unwrap();
    received.verify(&[&added.secret]);
    assert_eq!(received.json()["type"], "webhook.test");
}

async fn what_was_undone_is_not_sent(app: App) {
    use sea_orm::ConnectionTrait;
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    add(&system, &receiver.url("/")).await;
    let browser = app.signed_in(&app.user(&app.subscriber().await.group).await).await;
    app.deliver_mails().await;
    let before = receiver.received().len();
    app.db().execute_unprepared("ALTER TABLE audit_events RENAME TO away").await.unwrap();
    let body = json!({ "kind": "other", "subject": "件名", "text": "内容" });
    assert_eq!(browser.post("/inquiries", body).await.status, 500);
    app.db().execute_unprepared("ALTER TABLE away RENAME TO audit_events").await.unwrap();
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), before);
    let feed: EventBatch = system.get("/provider/events?type=inquiry.received").await.expect(200).json();
    assert_eq!(feed.events, []);
}
