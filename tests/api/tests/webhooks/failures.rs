//! Receivers that fail, hang, redirect, lie and never come back.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use api_tests::{App, PORTAL, on_both_engines};
use chrono::TimeDelta;
use madoguchi_api_types::webhooks::{WebhookDeliveryState, WebhookState};
use madoguchi_services::webhooks::{Client, Looking, Lookup, Settings};

use super::receivers::{Manner, Receiver};
use super::{add, deliveries, happen, happen_and_work, keeper, webhook};

on_both_engines!(
    each_try_has_the_same_id_and_a_signature_of_its_own,
    redirects_are_not_followed,
    who_hangs_or_talks_for_ever_holds_nobody_up,
    tries_end_after_three_days,
    who_fails_is_left_alone_for_a_moment,
    who_fails_for_days_is_called_no_more_and_the_provider_is_told,
    who_is_gone_is_called_no_more,
    a_process_that_dies_over_a_call_sends_it_again,
);

/// Waits until the next try of all deliveries is due.
pub(super) const DELAYS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

async fn each_try_has_the_same_id_and_a_signature_of_its_own(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    receiver.answer([Manner::Status(500), Manner::Close, Manner::Status(204)]);
    happen_and_work(&app).await;
    for (tries, seconds) in [(1, 5), (2, 300)] {
        let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
        assert_eq!((delivery.state, delivery.attempts), (WebhookDeliveryState::Pending, tries));
        let next = app.now() + TimeDelta::seconds(seconds);
        assert_eq!(delivery.next_attempt_at, Some(next));
        app.advance(TimeDelta::seconds(seconds - 1));
        app.deliver_mails().await;
        app.advance(TimeDelta::seconds(1));
        app.deliver_mails().await;
    }
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    let times: Vec<i64> = received.iter().map(|call| call.header("webhook-timestamp").parse().unwrap()).collect();
    assert_eq!((times[1] - times[0], times[2] - times[1]), (5, 300));
    for call in &received {
        call.verify(&[&added.secret]);
        assert_eq!(call.header("webhook-id"), received[0].header("webhook-id"));
        assert_eq!(call.body, received[0].body);
    }
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!(
        (delivery.state, delivery.attempts, delivery.last_status),
        (WebhookDeliveryState::Delivered, 3, Some(204))
    );
    assert_eq!(webhook(&system).await.failing_since, None);
}

async fn redirects_are_not_followed(app: App) {
    let (system, receiver, elsewhere) = (keeper(&app).await, Receiver::start(), Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    receiver.answer([Manner::Redirect(elsewhere.url("/")), Manner::Redirect("http://169.254.169.254/".to_owned())]);
    happen_and_work(&app).await;
    app.advance(TimeDelta::seconds(5));
    app.deliver_mails().await;
    assert_eq!((receiver.received().len(), elsewhere.received().len()), (2, 0));
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.last_status), (WebhookDeliveryState::Pending, Some(307)));
}

/// Every name is this machine.
struct Here;

impl Lookup for Here {
    fn look_up(&self, _: String) -> Looking {
        Box::pin(async { Ok(vec![IpAddr::from([127, 0, 0, 1])]) })
    }
}

async fn who_hangs_or_talks_for_ever_holds_nobody_up(app: App) {
    let settings = Settings { allow_http: true, allow_loopback: true };
    let app = app.beside_with(|services| {
        services.webhooks = Client::with_lookup(settings, Arc::new(Here), Duration::from_millis(500));
    });
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    receiver.answer([Manner::Hang, Manner::EndlessHeaders, Manner::Endless]);
    let begun = Instant::now();
    happen_and_work(&app).await;
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.last_status, delivery.last_error.as_deref()), (None, Some("no answer in time")));
    app.advance(TimeDelta::seconds(5));
    app.deliver_mails().await;
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.attempts), (WebhookDeliveryState::Pending, 2));
    app.advance(TimeDelta::seconds(300));
    app.deliver_mails().await;
    // It said yes; what it goes on about nobody reads.
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.last_status), (WebhookDeliveryState::Delivered, Some(200)));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

async fn tries_end_after_three_days(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    receiver.answer(std::iter::repeat_n(Manner::Status(503), 20));
    let begun = app.now();
    happen_and_work(&app).await;
    for seconds in DELAYS {
        app.advance(TimeDelta::seconds(seconds));
        app.deliver_mails().await;
    }
    assert_eq!(receiver.received().len(), 10);
    assert!(app.now() - begun > TimeDelta::days(3));
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!((delivery.state, delivery.attempts, delivery.next_attempt_at), (WebhookDeliveryState::Failed, 10, None));
    assert_eq!(delivery.last_status, Some(503));
    app.advance(TimeDelta::days(1));
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), 10);
    assert_eq!(webhook(&system).await.state, WebhookState::Enabled, "one event is no reason to stop");
}

async fn who_fails_is_left_alone_for_a_moment(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    receiver.answer([Manner::Status(500)]);
    happen_and_work(&app).await;
    for _ in 0..5 {
        happen_and_work(&app).await;
    }
    assert_eq!(receiver.received().len(), 1, "the others wait");
    app.advance(TimeDelta::seconds(5));
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), 7);
    let all = deliveries(&system, &added.webhook).await;
    assert!(all.iter().all(|delivery| delivery.state == WebhookDeliveryState::Delivered));
    assert_eq!(all.iter().map(|delivery| delivery.attempts).sum::<u32>(), 7, "who waited was not tried");
}

async fn who_fails_for_days_is_called_no_more_and_the_provider_is_told(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/geheim?token=geheim")).await;
    receiver.answer(std::iter::repeat_n(Manner::Status(500), 100));
    for _ in 0..5 {
        happen_and_work(&app).await;
        assert_eq!(webhook(&system).await.state, WebhookState::Enabled);
        app.advance(TimeDelta::days(1));
    }
    happen_and_work(&app).await;
    let stopped = webhook(&system).await;
    assert_eq!(stopped.state, WebhookState::Failing);
    let support = app.services().portals.get(PORTAL).unwrap().support.mail.clone();
    let mails = app.mails_to(&support).await;
    let [mail] = mails.as_slice() else { panic!("{} mails", mails.len()) };
    let said = format!("{} {}", mail.content.text, mail.content.html);
    assert!(said.contains("127.0.0.1") && said.contains(&stopped.id.to_string()), "{said}");
    assert!(!said.contains("geheim"), "the rest of an address may be a secret");
    let calls = receiver.received().len();
    happen_and_work(&app).await;
    app.advance(TimeDelta::days(4));
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), calls);
    assert!(deliveries(&system, &added.webhook).await.iter().all(|it| it.state == WebhookDeliveryState::Failed));
    assert_eq!(app.mails_to(&support).await.len(), 1, "told once");
}

async fn who_is_gone_is_called_no_more(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    add(&system, &receiver.url("/")).await;
    receiver.answer([Manner::Status(410)]);
    happen_and_work(&app).await;
    assert_eq!(webhook(&system).await.state, WebhookState::Gone);
    happen_and_work(&app).await;
    assert_eq!(receiver.received().len(), 1);
    let support = app.services().portals.get(PORTAL).unwrap().support.mail.clone();
    assert_eq!(app.mails_to(&support).await.len(), 1);
}

/// At least once: whoever gets it twice sees the same id.
async fn a_process_that_dies_over_a_call_sends_it_again(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    happen(&app).await;
    receiver.answer([Manner::Hang]);
    // It dies once the call is there, however long that takes.
    let called = async {
        while receiver.received().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let is_dead = tokio::select! {
        _ = app.deliver_mails() => false,
        () = called => true,
    };
    assert!(is_dead);
    assert_eq!(receiver.received().len(), 1);
    app.deliver_mails().await;
    assert_eq!(receiver.received().len(), 1, "the claim of the dead is still there");
    app.advance(TimeDelta::seconds(61));
    app.deliver_mails().await;
    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!((first.header("webhook-id"), &first.body), (second.header("webhook-id"), &second.body));
    let [delivery] = deliveries(&system, &added.webhook).await.try_into().unwrap();
    assert_eq!(delivery.state, WebhookDeliveryState::Delivered);
}
