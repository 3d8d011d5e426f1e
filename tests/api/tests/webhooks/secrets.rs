//! Secrets: shown once, sealed, rotated without a gap.

use api_tests::{App, MASTER_KEY, on_both_engines};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::TimeDelta;
use madoguchi_api_types::webhooks::WebhookSecret;
use madoguchi_entities::webhooks;
use madoguchi_services::{Keys, key_rotation};
use sea_orm::EntityTrait;
use serde_json::json;

use super::receivers::Receiver;
use super::{add, happen_and_work, keeper};

on_both_engines!(both_secrets_sign_for_a_while, a_secret_is_shown_once_and_sealed, a_new_master_key_changes_no_secret);

async fn both_secrets_sign_for_a_while(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let first = add(&system, &receiver.url("/")).await;
    let path = format!("/provider/webhooks/{}/secrets", first.webhook.id);
    let second: WebhookSecret = system.post(&path, json!({ "overlap_hours": 2 })).await.expect(201).json();
    assert_ne!(first.secret, second.secret);
    assert_eq!(second.webhook.previous_secret_until, Some(app.now() + TimeDelta::hours(2)));
    happen_and_work(&app).await;
    app.advance(TimeDelta::hours(2));
    happen_and_work(&app).await;
    let third: WebhookSecret = system.post(&path, json!({ "overlap_hours": 0 })).await.expect(201).json();
    happen_and_work(&app).await;
    let [both, alone, last] = receiver.received().try_into().unwrap();
    both.verify(&[&second.secret, &first.secret]);
    alone.verify(&[&second.secret]);
    last.verify(&[&third.secret]);
    for hours in [-1, 721, i64::MAX] {
        system.post(&path, json!({ "overlap_hours": hours })).await.refused_field("overlap_hours", "out_of_range");
    }
}

async fn a_secret_is_shown_once_and_sealed(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let added = add(&system, &receiver.url("/")).await;
    let listed = system.get("/provider/webhooks").await.expect(200).text();
    assert!(!listed.contains("whsec_"), "{listed}");
    let key = BASE64_STANDARD.decode(added.secret.strip_prefix("whsec_").unwrap()).unwrap();
    let row = webhooks::Entity::find().one(app.db()).await.unwrap().unwrap();
    assert!(!row.sealed_secret.windows(key.len()).any(|part| part == key));
}

async fn a_new_master_key_changes_no_secret(app: App) {
    let (system, receiver) = (keeper(&app).await, Receiver::start());
    let first = add(&system, &receiver.url("/")).await;
    let path = format!("/provider/webhooks/{}/secrets", first.webhook.id);
    let second: WebhookSecret = system.post(&path, json!({})).await.expect(201).json();
    let [old, new] = [MASTER_KEY, [8; 32]].map(|key| BASE64_STANDARD.encode(key));
    let ring = |lines: String| Keys::fixed(&lines).unwrap();
    let app = app.process(ring(format!("first:{old}\nnewer:{new}")));
    assert!(key_rotation::reseal(app.services(), &app.operator()).await.unwrap() >= 2);
    let app = app.process(ring(format!("newer:{new}")));
    happen_and_work(&app).await;
    let [received] = receiver.received().try_into().unwrap();
    received.verify(&[&second.secret, &first.secret]);
}
