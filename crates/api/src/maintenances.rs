//! Planned maintenance: how a portal stands, and the answer to everything else while it is closed.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{Error, get, web};
use madoguchi_api_types::maintenances::{ANNOUNCED, Maintenance, MaintenanceState};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_services::{Services, maintenances};
use utoipa_actix_web::service_config::ServiceConfig;

pub use maintenances::Watch;

use crate::allowed::InPortal;
use crate::paths::PortalPath;
use crate::portals::repeated;
use crate::problem::{problem, respond};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_maintenance);
}

/// Tells whether the portal is closed for maintenance, until when, and what is planned.
///
/// Answered during maintenance too, as is the portal itself; everything else is refused then with 503 `under_maintenance`, the end in
/// `retry_at` and `Retry-After`. Before, once it is announced, each answer has a header `Madoguchi-Maintenance` with its start.
#[utoipa::path(
    tag = "portals",
    params(PortalPath),
    responses((status = 200, body = MaintenanceState)),
)]
#[get("/{portal}/maintenance")]
pub async fn get_maintenance(
    services: web::Data<Services>,
    watch: web::Data<Watch>,
    portal: InPortal,
) -> web::Json<MaintenanceState> {
    let state = watch.state(&services, &portal.0.key).await;
    web::Json(MaintenanceState { current: state.current.map(view), announced: state.announced.map(view) })
}

fn view(planned: maintenances::Maintenance) -> Maintenance {
    Maintenance {
        starts_at: planned.starts_at,
        ends_at: planned.ends_at,
        reason: repeated(planned.reason, planned.reason_en),
    }
}

/// Refuses what is asked of a portal that is closed, and announces that it will be.
pub async fn apply(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let (Some(services), Some(watch)) =
        (request.app_data::<web::Data<Services>>().cloned(), request.app_data::<web::Data<Watch>>().cloned())
    else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let path = request.path().trim_start_matches("/api/v1").trim_start_matches('/');
    let (portal, operation) = path.split_once('/').unwrap_or((path, ""));
    let state = watch.state(&services, portal).await;
    if let Some(current) = state.current.filter(|_| !matches!(operation, "" | "maintenance")) {
        let mut refused = problem(ProblemCode::Maintenance);
        refused.retry_at = Some(current.ends_at);
        let seconds = (current.ends_at - services.clock.now()).num_seconds().max(1);
        let mut response = respond(refused);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(request.into_response(response).map_into_right_body());
    }
    let mut response = next.call(request).await?;
    if let Some(announced) = state.announced {
        let starts_at = announced.starts_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        if let Ok(value) = HeaderValue::from_str(&starts_at) {
            response.headers_mut().insert(HeaderName::from_static(ANNOUNCED), value);
        }
    }
    Ok(response.map_into_left_body())
}
