//! The job that sends an event to a webhook: one try. What comes of it is written down in [`outcomes`].

use madoguchi_entities::events;
use madoguchi_entities::webhook_deliveries::{self, Model as Row, WebhookDeliveryState};
use madoguchi_entities::webhooks::{self, Model as Webhook, WebhookState};
use madoguchi_jobs::{Claim, Failure, Job};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::outcomes::{self, Outcome};
use super::promises::Deliver;
use super::secrets;
use crate::event_rows::Told;
use crate::{Error, Services};

impl Job for Deliver {
    const KIND: &'static str = "deliver_webhook";
    type Context = Services;

    async fn run(self, services: &Services, claim: Claim) -> Result<(), Failure> {
        let Some((delivery, webhook)) = find(services, self).await? else { return Ok(()) };
        let paused = webhook.paused_until.filter(|until| services.clock.now() < *until);
        let outcome = match paused {
            _ if webhook.state != WebhookState::Enabled => Outcome::NotCalled("the webhook is not enabled"),
            Some(until) => Outcome::PutOff(until),
            None => call(services, &delivery, &webhook).await?,
        };
        Ok(outcomes::record(services, claim, (&delivery, &webhook), outcome).await?)
    }
}

async fn find(services: &Services, job: Deliver) -> Result<Option<(Row, Webhook)>, Error> {
    let db = services.db.read();
    let waiting = webhook_deliveries::Entity::find_by_id(job.delivery_id)
        .filter(webhook_deliveries::Column::State.eq(WebhookDeliveryState::Pending));
    let Some(delivery) = waiting.one(db).await? else { return Ok(None) };
    let webhook = webhooks::Entity::find_by_id(delivery.webhook_id).one(db).await?;
    Ok(webhook.map(|webhook| (delivery, webhook)))
}

/// Calls the webhook. The bytes are made anew each time from what never changes, so they are the same each time.
async fn call(services: &Services, delivery: &Row, webhook: &Webhook) -> Result<Outcome, Error> {
    let event = events::Entity::find().filter(events::Column::Id.eq(delivery.event_id));
    let Some(event) = event.one(services.db.read()).await? else {
        return Ok(Outcome::NotCalled("the event is no longer kept"));
    };
    let body = serde_json::to_string(&Told::try_from(event)?).map_err(Error::internal)?;
    let headers = match secrets::headers(services, webhook, &delivery.event_id.to_string(), &body) {
        Ok(headers) => headers,
        // Sealed with another key, perhaps: it may be given back before the tries end.
        Err(error) => return Ok(Outcome::Failed(None, error.to_string())),
    };
    Ok(match services.webhooks.post(&webhook.url, headers, body).await {
        Ok(status @ 200..=299) => Outcome::Taken(status),
        Ok(status @ 300..=399) => Outcome::Failed(Some(status), "redirects are not followed".to_owned()),
        Ok(410) => Outcome::Gone,
        Ok(status) => Outcome::Failed(Some(status), String::new()),
        Err(error) => Outcome::Failed(None, error),
    })
}
