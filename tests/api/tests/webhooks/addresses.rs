//! Where a webhook may not be: refused when it is added, and again when it is called, after its name was looked up.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_tests::{App, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::webhooks::WebhookDeliveryState;
use madoguchi_services::webhooks::{Client, Looking, Lookup, Settings};
use serde_json::json;

use super::receivers::Receiver;
use super::{add, deliveries, happen_and_work, keeper};

on_both_engines!(
    addresses_that_are_not_public_are_refused,
    a_name_that_leads_inside_is_refused,
    a_name_that_leads_inside_later_is_not_called,
    what_was_checked_is_what_is_connected_to,
    who_was_added_under_other_rules_is_not_called,
);

/// Names lead where the test says, one answer after the other; the last one stays.
#[derive(Clone, Default)]
struct Names(Arc<Mutex<(Vec<Vec<IpAddr>>, usize)>>);

impl Names {
    fn leading_to<const N: usize>(answers: [&[&str]; N]) -> Self {
        let parse = |answer: &&[&str]| answer.iter().map(|address| address.parse().unwrap()).collect();
        Self(Arc::new(Mutex::new((answers.iter().map(parse).collect(), 0))))
    }

    /// How often somebody asked.
    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

impl Lookup for Names {
    fn look_up(&self, _: String) -> Looking {
        let mut names = self.0.lock().unwrap();
        let index = names.1.min(names.0.len() - 1);
        names.1 += 1;
        let answer = names.0[index].clone();
        Box::pin(async move { Ok(answer) })
    }
}

fn with(app: &App, settings: Settings, names: &Names) -> App {
    app.beside_with(|services| {
        services.webhooks = Client::with_lookup(settings, Arc::new(names.clone()), Duration::from_secs(2));
    })
}

const TESTS: Settings = Settings { allow_http: true, allow_loopback: true };

async fn addresses_that_are_not_public_are_refused(app: App) {
    let app = with(&app, Settings::default(), &Names::leading_to([&["93.184.216.34"]]));
    let system = keeper(&app).await;
    for (url, code) in [
        ("https://127.0.0.1/", "address_not_public"),
        ("https://2130706433/", "address_not_public"),
        ("https://0x7f000001/", "address_not_public"),
        ("https://0177.0.0.1/", "address_not_public"),
        ("https://127.1/", "address_not_public"),
        ("https://10.1.2.3/", "address_not_public"),
        ("https://100.64.0.1/", "address_not_public"),
        ("https://169.254.169.254/", "address_not_public"),
        ("https://[::1]/", "address_not_public"),
        ("https://[::ffff:10.0.0.1]/", "address_not_public"),
        ("https://[64:ff9b::a00:1]/", "address_not_public"),
        ("https://[2002:a00:1::]/", "address_not_public"),
        ("https://[fd00::1]/", "address_not_public"),
        ("https://localhost/", "address_not_public"),
        ("https://billing.internal/", "address_not_public"),
        ("http://hooks.example.jp/", "url_not_https"),
        ("https://user:pass@hooks.example.jp/", "url_malformed"),
        ("https://hooks.example.jp:22/", "url_malformed"),
        ("https://0x08.8.8.8/", "url_malformed"),
        ("nonsense", "url_malformed"),
        ("", "required"),
    ] {
        system.post("/provider/webhooks", json!({ "url": url })).await.refused_field("url", code);
    }
    add(&system, "https://hooks.example.jp/madoguchi").await;
}

async fn a_name_that_leads_inside_is_refused(app: App) {
    for answer in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1"]
    {
        let names = Names::leading_to([&["93.184.216.34", answer]]);
        let app = with(&app, Settings::default(), &names);
        let system = keeper(&app).await;
        let refused = system.post("/provider/webhooks", json!({ "url": "https://hooks.example.jp/" })).await;
        refused.refused_field("url", "address_not_public");
    }
}

/// Harmless when it is added and checked, and something else when it is called.
async fn a_name_that_leads_inside_later_is_not_called(app: App) {
    let receiver = Receiver::start();
    let names = Names::leading_to([&["93.184.216.34"], &["10.0.0.1"], &["93.184.216.34", "10.0.0.1"], &["127.0.0.1"]]);
    let strict = with(&app, Settings { allow_http: true, allow_loopback: false }, &names);
    let system = keeper(&strict).await;
    let added = add(&system, &format!("http://hooks.example.jp:{}/", receiver.address().port())).await;
    happen_and_work(&strict).await;
    for seconds in [5, 300] {
        strict.advance(TimeDelta::seconds(seconds));
        strict.deliver_mails().await;
    }
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.attempts), (WebhookDeliveryState::Pending, 3));
    assert_eq!((delivery.last_status, delivery.last_error.as_deref()), (None, Some("address_not_public")));
    assert_eq!((receiver.received().len(), names.asked()), (0, 4));
}

/// A call looks its name up once: there is no second answer that nobody checked.
async fn what_was_checked_is_what_is_connected_to(app: App) {
    let receiver = Receiver::start();
    let names = Names::leading_to([&["127.0.0.1"], &["127.0.0.1"], &["10.0.0.1"]]);
    let app = with(&app, TESTS, &names);
    let system = keeper(&app).await;
    add(&system, &format!("http://hooks.example.jp:{}/", receiver.address().port())).await;
    happen_and_work(&app).await;
    let [received] = receiver.received().try_into().unwrap();
    assert!(received.header("host").starts_with("hooks.example.jp"));
    assert_eq!(names.asked(), 2, "once when it was added, once when it was called");
}

async fn who_was_added_under_other_rules_is_not_called(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    let strict = with(&app, Settings { allow_http: true, allow_loopback: false }, &Names::leading_to([&["10.0.0.1"]]));
    happen_and_work(&strict).await;
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.last_status, delivery.last_error.as_deref()), (None, Some("address_not_public")));
    assert_eq!(receiver.received().len(), 0);
}
