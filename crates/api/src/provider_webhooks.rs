//! Webhooks: addresses of the provider's systems that events are sent to, and what became of it.

use actix_web::http::StatusCode;
use actix_web::{Responder, get, post, web};
use chrono::TimeDelta;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::webhooks::{
    Replay, ReplayRequest, SecretRotationRequest, Webhook, WebhookDelivery, WebhookDeliveryState, WebhookRequest,
    WebhookSecret, WebhookTest,
};
use madoguchi_services::ProblemCode::{WebhookDisabled, WebhookLimitReached};
use madoguchi_services::webhooks::{self, Added, Delivery, NewWebhook, OVERLAP};
use madoguchi_services::{Error, FieldCode, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{PortalPath, WebhookPath};
use crate::problem::ApiError;
use crate::scopes::{WebhooksRead, WebhooksWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_webhooks)
        .service(create_webhook)
        .service(create_webhook_secret)
        .service(disable_webhook)
        .service(enable_webhook)
        .service(list_webhook_deliveries)
        .service(create_webhook_replay)
        .service(create_webhook_test);
}

/// Which deliveries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// Those in one state; all when absent.
    state: Option<WebhookDeliveryState>,
}

/// Lists webhooks, the oldest first.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:read"])),
    params(PortalPath),
    responses((status = 200, body = Vec<Webhook>)),
)]
#[get("/{portal}/provider/webhooks")]
pub async fn list_webhooks(
    services: web::Data<Services>,
    client: Client<WebhooksRead>,
) -> Result<web::Json<Vec<Webhook>>, ApiError> {
    let listed = webhooks::list(&services, &client.provider).await?;
    Ok(web::Json(listed.into_iter().map(view).collect::<Result<_, _>>()?))
}

/// Adds an address that events are sent to, from the next event on, and shows the secret that signs them: this once.
///
/// Deliveries follow the Standard Webhooks convention: headers `webhook-id`, `webhook-timestamp` and `webhook-signature` (`v1`,
/// HMAC-SHA256). The body is an `Event`, as the feed has it. An answer of 2xx within 15 seconds takes it; anything else is
/// tried again, ten times in three days. Addresses must be `https://` on the public internet; redirects are not followed.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(PortalPath),
    responses((status = 201, body = WebhookSecret)),
    extensions(("x-problem-codes" = json!([WebhookLimitReached]))),
)]
#[post("/{portal}/provider/webhooks")]
pub async fn create_webhook(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    body: Json<WebhookRequest>,
) -> Result<impl Responder, ApiError> {
    let WebhookRequest { url, event_types } = body.into_inner();
    let added = webhooks::add(&services, &client.provider, &NewWebhook { url, event_types }).await?;
    Ok((web::Json(secret(added)?), StatusCode::CREATED))
}

/// Gives a webhook another secret and shows it this once. The one before signs too for a while: `webhook-signature` then has
/// both, with a space between them.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(WebhookPath),
    responses((status = 201, body = WebhookSecret)),
)]
#[post("/{portal}/provider/webhooks/{webhook}/secrets")]
pub async fn create_webhook_secret(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    path: Path<WebhookPath>,
    body: Json<SecretRotationRequest>,
) -> Result<impl Responder, ApiError> {
    let overlap = body.overlap_hours.map_or(Some(OVERLAP), TimeDelta::try_hours).unwrap_or(TimeDelta::MAX);
    let added = webhooks::rotate_secret(&services, &client.provider, path.webhook, overlap).await?;
    Ok((web::Json(secret(added)?), StatusCode::CREATED))
}

/// Calls a webhook no more; what is on its way there is given up.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(WebhookPath),
    responses((status = 200, body = Webhook)),
)]
#[post("/{portal}/provider/webhooks/{webhook}/disabling")]
pub async fn disable_webhook(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    path: Path<WebhookPath>,
) -> Result<web::Json<Webhook>, ApiError> {
    Ok(web::Json(view(webhooks::disable(&services, &client.provider, path.webhook).await?)?))
}

/// Calls a webhook again, from the next event on. What happened meanwhile is sent by a replay.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(WebhookPath),
    responses((status = 200, body = Webhook)),
    extensions(("x-problem-codes" = json!([WebhookLimitReached]))),
)]
#[post("/{portal}/provider/webhooks/{webhook}/enabling")]
pub async fn enable_webhook(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    path: Path<WebhookPath>,
) -> Result<web::Json<Webhook>, ApiError> {
    Ok(web::Json(view(webhooks::enable(&services, &client.provider, path.webhook).await?)?))
}

/// Lists what was sent to a webhook, the newest first, with the last answer and the next try.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:read"])),
    params(WebhookPath, DeliveryQuery, PageQuery),
    responses((status = 200, body = Page<WebhookDelivery>)),
)]
#[get("/{portal}/provider/webhooks/{webhook}/deliveries")]
pub async fn list_webhook_deliveries(
    services: web::Data<Services>,
    client: Client<WebhooksRead>,
    path: Path<WebhookPath>,
    query: Query<DeliveryQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<WebhookDelivery>>, ApiError> {
    let part = page.part()?;
    let listed = webhooks::deliveries_of(&services, &client.provider, path.webhook, query.state, part).await?;
    Ok(web::Json(pages::page(listed, None, delivery)))
}

/// Sends one event again, or all since a moment that the webhook asks for, each with the `webhook-id` that it had.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(WebhookPath),
    responses((status = 200, body = Replay)),
    extensions(("x-problem-codes" = json!([WebhookDisabled]))),
)]
#[post("/{portal}/provider/webhooks/{webhook}/replays")]
pub async fn create_webhook_replay(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    path: Path<WebhookPath>,
    body: Json<ReplayRequest>,
) -> Result<web::Json<Replay>, ApiError> {
    let (provider, webhook) = (&client.provider, path.webhook);
    let events = match (body.event, body.from) {
        (Some(event), None) => webhooks::replay(&services, provider, webhook, event).await.map(|()| 1)?,
        (None, Some(from)) => webhooks::replay_since(&services, provider, webhook, from).await?,
        (Some(_), Some(_)) => return Err(Error::invalid("from", FieldCode::NotExpected).into()),
        (None, None) => return Err(Error::invalid("event", FieldCode::Required).into()),
    };
    Ok(web::Json(Replay { events }))
}

/// Sends an event of the type `webhook.test`, whatever the webhook asks for.
#[utoipa::path(
    tag = "provider webhooks",
    security(("client" = ["webhooks:write"])),
    params(WebhookPath),
    responses((status = 201, body = WebhookTest)),
    extensions(("x-problem-codes" = json!([WebhookDisabled]))),
)]
#[post("/{portal}/provider/webhooks/{webhook}/tests")]
pub async fn create_webhook_test(
    services: web::Data<Services>,
    client: Client<WebhooksWrite>,
    path: Path<WebhookPath>,
) -> Result<impl Responder, ApiError> {
    let event = webhooks::send_test(&services, &client.provider, path.webhook).await?;
    Ok((web::Json(WebhookTest { event_id: event.into() }), StatusCode::CREATED))
}

fn secret(added: Added) -> Result<WebhookSecret, Error> {
    let Added { webhook, secret } = added;
    Ok(WebhookSecret { webhook: view(webhook)?, secret })
}

fn view(webhook: webhooks::Webhook) -> Result<Webhook, Error> {
    Ok(Webhook {
        id: webhook.id.into(),
        event_types: webhooks::types(&webhook)?,
        url: webhook.url,
        state: webhook.state,
        failing_since: webhook.failing_since,
        previous_secret_until: webhook.previous_secret_until,
        created_at: webhook.created_at,
    })
}

fn delivery(delivery: Delivery) -> WebhookDelivery {
    WebhookDelivery {
        id: delivery.id.into(),
        event_id: delivery.event_id.into(),
        event_type: delivery.event_type,
        state: delivery.state,
        attempts: u32::try_from(delivery.attempts).unwrap_or_default(),
        last_status: delivery.last_status.and_then(|status| u16::try_from(status).ok()),
        last_error: delivery.last_error,
        attempted_at: delivery.attempted_at,
        next_attempt_at: delivery.next_attempt_at,
        created_at: delivery.created_at,
    }
}
