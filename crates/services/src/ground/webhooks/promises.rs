//! What is to be sent where, promised in the transaction that writes the event.

use madoguchi_domain::events::EventType;
use madoguchi_entities::ids::{EventId, WebhookDeliveryId};
use madoguchi_entities::webhook_deliveries::{ActiveModel, WebhookDeliveryState};
use madoguchi_entities::webhooks::{self, Model as Webhook, WebhookState};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Services, rows};

/// Sends an event to a webhook. What was taken or given up is left alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Deliver {
    pub(super) delivery_id: WebhookDeliveryId,
}

/// Promises that events are sent to all webhooks of a portal that ask for them.
pub(crate) async fn promise(
    tx: &Transaction,
    services: &Services,
    portal: &str,
    events: &[(EventId, EventType)],
) -> Result<(), Error> {
    let called = webhooks::Entity::find()
        .filter(webhooks::Column::Portal.eq(portal))
        .filter(webhooks::Column::State.eq(WebhookState::Enabled))
        .all(tx)
        .await?;
    let mut promised = Vec::new();
    for webhook in &called {
        let types = types(webhook)?;
        let asked = events.iter().filter(|(_, kind)| asks_for(&types, *kind));
        promised.extend(asked.map(|event| (webhook, *event)));
    }
    write(tx, services, &promised).await
}

/// Promises that each event is sent to its webhook, whether it asks for it or not.
pub(super) async fn write(
    tx: &Transaction,
    services: &Services,
    promised: &[(&Webhook, (EventId, EventType))],
) -> Result<(), Error> {
    if promised.is_empty() {
        return Ok(());
    }
    let now = services.clock.now();
    let mut jobs = Vec::with_capacity(promised.len());
    let mut made = Vec::with_capacity(promised.len());
    for (webhook, (event, kind)) in promised {
        let id = WebhookDeliveryId(Uuid::now_v7());
        jobs.push(Deliver { delivery_id: id });
        made.push(ActiveModel {
            id: Set(id),
            portal: Set(webhook.portal.clone()),
            webhook_id: Set(webhook.id),
            event_id: Set(*event),
            event_type: Set(*kind),
            state: Set(WebhookDeliveryState::Pending),
            attempts: Set(0),
            last_status: Set(None),
            last_error: Set(None),
            attempted_at: Set(None),
            next_attempt_at: Set(Some(now)),
            created_at: Set(now),
        });
    }
    rows::insert(tx, made, None).await?;
    madoguchi_jobs::promise_all(tx, &jobs, now).await?;
    Ok(())
}

/// The types that a webhook asks for; none: all.
///
/// # Errors
/// [`Error::Internal`] when they cannot be read.
pub fn types(webhook: &Webhook) -> Result<Vec<EventType>, Error> {
    serde_json::from_str(&webhook.event_types).map_err(Error::internal)
}

/// Whether one that asks for these types gets another one's event.
pub(super) fn asks_for(types: &[EventType], kind: EventType) -> bool {
    types.is_empty() || types.contains(&kind)
}
