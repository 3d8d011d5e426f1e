//! Webhooks as the provider keeps them: added, listed, given another secret, stopped and started.

use chrono::TimeDelta;
use madoguchi_domain::events::EventType;
use madoguchi_entities::ids::WebhookId;
use madoguchi_entities::webhooks::{Column, Entity, Model as Webhook, WebhookState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect, Select};
use serde_json::json;
use uuid::Uuid;

use super::secrets::Secret;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, FieldCode, ProblemCode, Provider, Services};

/// Webhooks of a portal that are called.
const WEBHOOKS_MAX: u64 = 20;
/// How long a secret signs beside the one that takes its place, unless it is said otherwise.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// Longest such time.
const OVERLAP_MAX: TimeDelta = TimeDelta::days(30);

/// A webhook to be added.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Where it is.
    pub url: String,
    /// What is sent; nothing: all.
    pub event_types: Vec<EventType>,
}

/// A webhook, and a secret that is shown once.
#[derive(Clone)]
pub struct Added {
    pub webhook: Webhook,
    /// As `whsec_…`.
    pub secret: String,
}

/// Adds a webhook, which is called from the next event on.
///
/// # Errors
/// At `url`: `required`, `too_long`, `url_malformed`, `url_not_https`, `address_not_public`; `webhook_limit_reached`.
pub async fn add(services: &Services, provider: &Provider, new: &NewWebhook) -> Result<Added, Error> {
    let url = services.webhooks.read(&new.url).await.map_err(|code| Error::invalid("url", code))?;
    let portal = provider.portal();
    let mut types = new.event_types.clone();
    types.sort_unstable();
    types.dedup();
    let (id, secret, now) = (WebhookId(Uuid::now_v7()), Secret::new()?, services.clock.now());
    let row = Webhook {
        id,
        portal: portal.key.clone(),
        url: url.into(),
        event_types: serde_json::to_string(&types).map_err(Error::internal)?,
        state: WebhookState::Enabled,
        sealed_secret: secret.seal(services, id)?,
        sealed_previous_secret: None,
        previous_secret_until: None,
        failures: 0,
        failing_since: None,
        paused_until: None,
        created_at: now,
        updated_at: now,
    };
    let webhook = services
        .db
        .transaction(async |tx| {
            require_room(tx, provider).await?;
            let webhook = row.clone().into_active_model().reset_all().insert(tx).await?;
            let detail = json!({ "url": webhook.url, "event_types": types });
            record(tx, services, provider, "webhook.added", &webhook, detail).await?;
            Ok(webhook)
        })
        .await?;
    Ok(Added { webhook, secret: secret.shown() })
}

/// The webhooks of the portal, oldest first.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, provider: &Provider) -> Result<Vec<Webhook>, Error> {
    Ok(of(provider).order_by_asc(Column::Id).all(services.db.read()).await?)
}

/// Gives a webhook another secret. The one before signs beside it for a while, so that the receiver can learn the new one
/// without a gap; one that was still doing so ends.
///
/// # Errors
/// [`Error::NotFound`]; `out_of_range` at `overlap_hours`.
pub async fn rotate_secret(
    services: &Services,
    provider: &Provider,
    id: WebhookId,
    overlap: TimeDelta,
) -> Result<Added, Error> {
    if overlap < TimeDelta::zero() || overlap > OVERLAP_MAX {
        return Err(Error::invalid("overlap_hours", FieldCode::OutOfRange));
    }
    let (secret, now) = (Secret::new()?, services.clock.now());
    let webhook = services
        .db
        .transaction(async |tx| {
            let held = hold(tx, provider, id).await?;
            let previous = held.sealed_secret.clone();
            let mut row = held.into_active_model();
            row.sealed_secret = Set(secret.seal(services, id)?);
            row.sealed_previous_secret = Set(Some(previous).filter(|_| overlap > TimeDelta::zero()));
            row.previous_secret_until = Set(Some(now + overlap));
            row.updated_at = Set(now);
            let webhook = row.update(tx).await?;
            let detail = json!({ "previous_until": webhook.previous_secret_until });
            record(tx, services, provider, "webhook.secret_rotated", &webhook, detail).await?;
            Ok(webhook)
        })
        .await?;
    Ok(Added { webhook, secret: secret.shown() })
}

/// Calls a webhook no more; what is on its way there is given up.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn disable(services: &Services, provider: &Provider, id: WebhookId) -> Result<Webhook, Error> {
    turn(services, provider, id, (WebhookState::Disabled, "webhook.disabled")).await
}

/// Calls a webhook again, from the next event on; what happened meanwhile is sent by a replay.
///
/// # Errors
/// [`Error::NotFound`]; `webhook_limit_reached`.
pub async fn enable(services: &Services, provider: &Provider, id: WebhookId) -> Result<Webhook, Error> {
    turn(services, provider, id, (WebhookState::Enabled, "webhook.enabled")).await
}

async fn turn(
    services: &Services,
    provider: &Provider,
    id: WebhookId,
    (state, action): (WebhookState, &'static str),
) -> Result<Webhook, Error> {
    services
        .db
        .transaction(async |tx| {
            let held = hold(tx, provider, id).await?;
            if held.state == state {
                return Ok(held);
            }
            if state == WebhookState::Enabled {
                require_room(tx, provider).await?;
            }
            let mut row = held.into_active_model();
            (row.state, row.updated_at) = (Set(state), Set(services.clock.now()));
            (row.failures, row.failing_since, row.paused_until) = (Set(0), Set(None), Set(None));
            let webhook = row.update(tx).await?;
            record(tx, services, provider, action, &webhook, json!({})).await?;
            Ok(webhook)
        })
        .await
}

/// Each event goes to all that are enabled: that must stay a handful.
async fn require_room(tx: &Transaction, provider: &Provider) -> Result<(), Error> {
    let called = of(provider).filter(Column::State.eq(WebhookState::Enabled)).count(tx).await?;
    if called < WEBHOOKS_MAX { Ok(()) } else { Err(Error::Refused(ProblemCode::WebhookLimitReached)) }
}

/// The webhooks of the provider's portal.
pub(super) fn of(provider: &Provider) -> Select<Entity> {
    Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()))
}

/// One of them, held until the transaction ends.
pub(super) async fn hold(tx: &Transaction, provider: &Provider, id: WebhookId) -> Result<Webhook, Error> {
    let found = of(provider).filter(Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    found.ok_or(Error::NotFound)
}

/// Writes what the provider did to a webhook.
pub(super) async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    action: &'static str,
    webhook: &Webhook,
    detail: serde_json::Value,
) -> Result<(), Error> {
    let event = Event::named(action).to(webhook.id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}
