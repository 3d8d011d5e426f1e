//! What came of a try: written down together with the promise of the next one, so that none is lost and none is made twice.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::locales::Locale;
use madoguchi_entities::webhook_deliveries::{Model as Row, WebhookDeliveryState};
use madoguchi_entities::webhooks::{self, Model as Webhook, WebhookState};
use madoguchi_jobs::Claim;
use madoguchi_mail::Message;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, QuerySelect};
use serde_json::json;
use url::Url;

use super::promises::Deliver;
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Services, mails};

/// Seconds from a try that failed to the next one: ten tries in a little more than three days.
const DELAYS: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// After so many days in which every try failed a webhook is called no more.
const FAILING_DAYS: i64 = 5;
/// Longest time for which a webhook that fails is left alone, in seconds: one that hangs must not hold up the others.
const PAUSE_MAX: i64 = 60;

/// What came of a try.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// It was taken.
    Taken(u16),
    /// It was not: the status, if there was an answer, and what went wrong.
    Failed(Option<u16>, String),
    /// The webhook wants no more.
    Gone,
    /// Nothing was sent, nor will be.
    NotCalled(&'static str),
    /// Nothing was sent; it is, after this time.
    PutOff(DateTime<Utc>),
}

/// Writes it down. Where another process had the same try and wrote first, nothing is written.
pub(super) async fn record(
    services: &Services,
    claim: Claim,
    (delivery, webhook): (&Row, &Webhook),
    outcome: Outcome,
) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            if !madoguchi_jobs::take(tx, claim.id).await? {
                return Ok(());
            }
            let again = write(tx, services, (delivery, webhook), &outcome).await?;
            if let Some(at) = again {
                madoguchi_jobs::promise(tx, &Deliver { delivery_id: delivery.id }, at).await?;
            }
            Ok(())
        })
        .await
}

/// When it is tried again, if it is.
async fn write(
    tx: &Transaction,
    services: &Services,
    (delivery, webhook): (&Row, &Webhook),
    outcome: &Outcome,
) -> Result<Option<DateTime<Utc>>, Error> {
    let now = services.clock.now();
    let attempts = delivery.attempts + 1;
    let mut row = delivery.clone().into_active_model();
    let mut again = None;
    match outcome {
        Outcome::PutOff(until) => again = Some(*until),
        Outcome::NotCalled(why) => row.last_error = Set(Some((*why).to_owned())),
        Outcome::Taken(status) => {
            (row.last_status, row.last_error) = (Set(Some((*status).into())), Set(None));
            if webhook.failures > 0 {
                succeeded(tx, services, webhook).await?;
            }
        }
        Outcome::Gone => {
            (row.last_status, row.last_error) = (Set(Some(410)), Set(None));
            stop(tx, services, webhook, WebhookState::Gone).await?;
        }
        Outcome::Failed(status, error) => {
            row.last_status = Set((*status).map(i32::from));
            row.last_error = Set(Some(error.clone()).filter(|error| !error.is_empty()));
            let is_called = failed(tx, services, webhook).await?;
            let delay = usize::try_from(attempts - 1).ok().and_then(|index| DELAYS.get(index));
            again = delay.filter(|_| is_called).map(|seconds| now + TimeDelta::seconds(*seconds));
        }
    }
    if !matches!(outcome, Outcome::PutOff(_) | Outcome::NotCalled(_)) {
        (row.attempts, row.attempted_at) = (Set(attempts), Set(Some(now)));
    }
    row.next_attempt_at = Set(again);
    row.state = Set(match (outcome, again) {
        (Outcome::Taken(_), _) => WebhookDeliveryState::Delivered,
        (_, Some(_)) => WebhookDeliveryState::Pending,
        (_, None) => WebhookDeliveryState::Failed,
    });
    row.update(tx).await?;
    Ok(again)
}

async fn hold(tx: &Transaction, webhook: &Webhook) -> Result<Webhook, Error> {
    let held = webhooks::Entity::find_by_id(webhook.id).lock_exclusive().one(tx).await?;
    held.ok_or(Error::NotFound)
}

async fn succeeded(tx: &Transaction, services: &Services, webhook: &Webhook) -> Result<(), Error> {
    let mut row = hold(tx, webhook).await?.into_active_model();
    (row.failures, row.failing_since, row.paused_until) = (Set(0), Set(None), Set(None));
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    Ok(())
}

/// Counts a failure; whether the webhook is still called.
async fn failed(tx: &Transaction, services: &Services, webhook: &Webhook) -> Result<bool, Error> {
    let now = services.clock.now();
    let held = hold(tx, webhook).await?;
    if held.state != WebhookState::Enabled {
        return Ok(false);
    }
    let since = held.failing_since.unwrap_or(now);
    if now - since >= TimeDelta::days(FAILING_DAYS) {
        stop(tx, services, &held, WebhookState::Failing).await?;
        return Ok(false);
    }
    let failures = held.failures.saturating_add(1);
    let doublings = u32::try_from(failures - 1).unwrap_or(0).min(10);
    let pause = (DELAYS[0] << doublings).min(PAUSE_MAX);
    let mut row = held.into_active_model();
    (row.failures, row.failing_since) = (Set(failures), Set(Some(since)));
    row.paused_until = Set(Some(now + TimeDelta::seconds(pause)));
    row.updated_at = Set(now);
    row.update(tx).await?;
    Ok(true)
}

/// Calls a webhook no more, and tells the provider.
async fn stop(tx: &Transaction, services: &Services, webhook: &Webhook, state: WebhookState) -> Result<(), Error> {
    let now = services.clock.now();
    let held = hold(tx, webhook).await?;
    if held.state != WebhookState::Enabled {
        return Ok(());
    }
    let portal = services.portals.get(&held.portal)?;
    let since = held.failing_since.unwrap_or(now);
    let locale = Locale::Ja;
    let message = Message::WebhookStopped {
        host: host(&held.url),
        webhook_id: held.id.to_string(),
        gone: state == WebhookState::Gone,
        since: mails::time(since, locale),
        at: mails::time(now, locale),
    };
    mails::to_provider(tx, services, &portal, message, locale).await?;
    let event = Event::named("webhook.stopped").to(held.id).with(json!({ "state": state, "failing_since": since }));
    audit_events::record(tx, services, &portal, &Actor::system(), event).await?;
    let mut row = held.into_active_model();
    (row.state, row.updated_at) = (Set(state), Set(now));
    row.update(tx).await?;
    Ok(())
}

/// The host of an address: what else stands there may be a secret.
fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
