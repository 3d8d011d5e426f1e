//! The change feed: what happened, for systems of the provider.

use actix_web::{get, post, web};
use madoguchi_api_types::events::{Acknowledgement, AcknowledgementRequest, Event, EventBatch};
use madoguchi_services::ProblemCode::EventsExpired;
use madoguchi_services::Services;
use madoguchi_services::events::{self, Acknowledged, Asked, Told};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::Query;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::scopes::EventsRead;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_events).service(get_event_acknowledgement).service(create_event_acknowledgement);
}

/// Which part of the feed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedQuery {
    /// The `next_cursor` of the part before; or `oldest`, or `newest`. When absent the feed goes on after what the client
    /// acknowledged, and from the oldest event where it acknowledged nothing.
    after: Option<String>,
    /// Types of events, separated by commas, as `request.submitted,request.withdrawn`; all when absent.
    #[serde(rename = "type")]
    types: Option<String>,
    /// Events at most, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Reads what happened, in its order: each event at least once, none left out, however many changes happen at the same time.
///
/// Ask again with `next_cursor` as `after`, also when there was nothing. Events are kept for 30 days; a client that was not
/// as far is refused with `events_expired`, reads the lists anew and goes on from `newest`.
#[utoipa::path(
    tag = "provider events",
    security(("client" = ["events:read"])),
    params(PortalPath, FeedQuery),
    responses((status = 200, body = EventBatch)),
    extensions(("x-problem-codes" = json!([EventsExpired]))),
)]
#[get("/{portal}/provider/events")]
pub async fn list_events(
    services: web::Data<Services>,
    client: Client<EventsRead>,
    query: Query<FeedQuery>,
) -> Result<web::Json<EventBatch>, ApiError> {
    let FeedQuery { after, types, limit } = query.into_inner();
    let asked = Asked { after: after.as_deref(), types: types.as_deref(), limit };
    let batch = events::list(&services, &client.provider, asked).await?;
    let events = batch.events.into_iter().map(view).collect();
    Ok(web::Json(EventBatch { events, next_cursor: batch.next_cursor, has_more: batch.has_more }))
}

/// Reads how far the client is by its own word.
#[utoipa::path(
    tag = "provider events",
    security(("client" = ["events:read"])),
    params(PortalPath),
    responses((status = 200, body = Acknowledgement)),
)]
#[get("/{portal}/provider/events/acknowledgements")]
pub async fn get_event_acknowledgement(
    services: web::Data<Services>,
    client: Client<EventsRead>,
) -> Result<web::Json<Acknowledgement>, ApiError> {
    let kept = events::acknowledged(&services, &client.provider).await?;
    Ok(web::Json(acknowledgement(kept)))
}

/// Keeps how far the client is, so that it need not keep the cursor itself. A client that was further stays there.
#[utoipa::path(
    tag = "provider events",
    security(("client" = ["events:read"])),
    params(PortalPath),
    responses((status = 200, body = Acknowledgement)),
    extensions(("x-problem-codes" = json!([EventsExpired]))),
)]
#[post("/{portal}/provider/events/acknowledgements")]
pub async fn create_event_acknowledgement(
    services: web::Data<Services>,
    client: Client<EventsRead>,
    body: Json<AcknowledgementRequest>,
) -> Result<web::Json<Acknowledgement>, ApiError> {
    let kept = events::acknowledge(&services, &client.provider, &body.cursor).await?;
    Ok(web::Json(acknowledgement(Some(kept))))
}

fn acknowledgement(kept: Option<Acknowledged>) -> Acknowledgement {
    let (cursor, acknowledged_at) = kept.map(|kept| (kept.cursor, kept.acknowledged_at)).unzip();
    Acknowledgement { cursor, acknowledged_at }
}

fn view(told: Told) -> Event {
    let Told { id, kind, timestamp, portal, subjects, data } = told;
    let text = |id| if let Value::String(text) = id { text } else { id.to_string() };
    let subjects = subjects.into_iter().map(|(name, id)| (name, text(id))).collect();
    Event { id: id.into(), kind, timestamp, portal, subjects, data }
}
