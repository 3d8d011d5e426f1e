//! Sending again what was sent or missed, and a try without anything having happened.

use chrono::{DateTime, Utc};
use madoguchi_domain::events::EventType;
use madoguchi_entities::events::{Column, Entity};
use madoguchi_entities::ids::{EventId, WebhookDeliveryId, WebhookId};
use madoguchi_entities::webhook_deliveries::{self, Model as Delivery};
use madoguchi_entities::webhooks::{Model as Webhook, WebhookState};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use uuid::Uuid;

use super::administration::{hold, record};
use super::promises;
use crate::database::Transaction;
use crate::event_rows::{self, NewEvent};
use crate::{Error, ProblemCode, Provider, Services};

/// Events of one transaction.
const BATCH: u64 = 500;

/// Sends one event again: by its own id, or by that of a delivery of it.
///
/// # Errors
/// [`Error::NotFound`] for a webhook, and for an event that is unknown or no longer kept; `webhook_disabled`.
pub async fn replay(services: &Services, provider: &Provider, webhook: WebhookId, named: Uuid) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let webhook = hold_enabled(tx, provider, webhook).await?;
            let event = event_of(tx, &webhook, named).await?.unwrap_or(EventId(named));
            let kept = Entity::find().filter(Column::Portal.eq(webhook.portal.as_str())).filter(Column::Id.eq(event));
            let event = kept.one(tx).await?.ok_or(Error::NotFound)?;
            promises::write(tx, services, &[(&webhook, (event.id, event.kind))]).await?;
            let detail = json!({ "event": event.id });
            record(tx, services, provider, "webhook.replayed", &webhook, detail).await
        })
        .await
}

async fn event_of(tx: &Transaction, webhook: &Webhook, named: Uuid) -> Result<Option<EventId>, Error> {
    let delivery: Option<Delivery> = webhook_deliveries::Entity::find_by_id(WebhookDeliveryId(named))
        .filter(webhook_deliveries::Column::WebhookId.eq(webhook.id))
        .one(tx)
        .await?;
    Ok(delivery.map(|delivery| delivery.event_id))
}

/// Sends all events again that happened since then and that the webhook asks for; tells how many. Broken off in between, it
/// has sent the first ones: an event may come twice at any time, and its id says so.
///
/// # Errors
/// [`Error::NotFound`]; `webhook_disabled`.
pub async fn replay_since(
    services: &Services,
    provider: &Provider,
    webhook: WebhookId,
    since: DateTime<Utc>,
) -> Result<u64, Error> {
    let until = services.clock.now();
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let batch = services.db.transaction(async |tx| {
            let webhook = hold_enabled(tx, provider, webhook).await?;
            if after == i64::MIN {
                record(tx, services, provider, "webhook.replayed", &webhook, json!({ "since": since })).await?;
            }
            batch(tx, services, &webhook, (since, until), after).await
        });
        let (sent, last) = batch.await?;
        count += sent;
        match last {
            Some(last) => after = last,
            None => return Ok(count),
        }
    }
}

/// How many events a batch sent again, and the serial to go on after.
async fn batch(
    tx: &Transaction,
    services: &Services,
    webhook: &Webhook,
    (since, until): (DateTime<Utc>, DateTime<Utc>),
    after: i64,
) -> Result<(u64, Option<i64>), Error> {
    let types = promises::types(webhook)?;
    let mut select = Entity::find()
        .select_only()
        .columns([Column::Serial, Column::Id, Column::Kind])
        .filter(Column::Portal.eq(webhook.portal.as_str()))
        .filter(Column::OccurredAt.between(since, until))
        .filter(Column::Kind.ne(EventType::WebhookTest))
        .filter(Column::Serial.gt(after));
    if !types.is_empty() {
        select = select.filter(Column::Kind.is_in(types));
    }
    let found: Vec<(i64, EventId, EventType)> =
        select.order_by_asc(Column::Serial).limit(BATCH).into_tuple().all(tx).await?;
    let promised: Vec<_> = found.iter().map(|(_, id, kind)| (webhook, (*id, *kind))).collect();
    promises::write(tx, services, &promised).await?;
    let count = u64::try_from(found.len()).unwrap_or(BATCH);
    Ok((count, found.last().map(|(serial, ..)| *serial).filter(|_| count == BATCH)))
}

/// Sends an event of the type `webhook.test` to a webhook, whatever it asks for.
///
/// # Errors
/// [`Error::NotFound`]; `webhook_disabled`.
pub async fn send_test(services: &Services, provider: &Provider, webhook: WebhookId) -> Result<EventId, Error> {
    services
        .db
        .transaction(async |tx| {
            let webhook = hold_enabled(tx, provider, webhook).await?;
            let event = NewEvent::new(EventType::WebhookTest, &[("webhook_id", &webhook.id)], json!({}));
            let written = event_rows::insert(tx, services, &webhook.portal, vec![event]).await?;
            let promised: Vec<_> = written.iter().map(|event| (&webhook, *event)).collect();
            promises::write(tx, services, &promised).await?;
            record(tx, services, provider, "webhook.tested", &webhook, json!({})).await?;
            written.first().map(|(id, _)| *id).ok_or_else(|| Error::internal("nothing was written"))
        })
        .await
}

async fn hold_enabled(tx: &Transaction, provider: &Provider, id: WebhookId) -> Result<Webhook, Error> {
    let webhook = hold(tx, provider, id).await?;
    match webhook.state {
        WebhookState::Enabled => Ok(webhook),
        _ => Err(Error::Refused(ProblemCode::WebhookDisabled)),
    }
}
