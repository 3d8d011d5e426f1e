//! Addresses by which a calendar program reads deadlines, and what it reads there.

use actix_web::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use actix_web::{HttpResponse, delete, get, post, web};
use madoguchi_api_types::calendar_feeds::{CalendarFeed, NewCalendarFeed};
use madoguchi_services::ProblemCode::{ReauthenticationRequired, TooManyAttempts};
use madoguchi_services::{Services, calendar_feeds};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, InPortal, KeepCalendarFeeds};
use crate::downloads;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{CalendarPath, PortalPath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_calendar_feeds)
        .service(create_calendar_feed)
        .service(delete_calendar_feeds)
        .service(get_calendar);
}

/// Lists the addresses of the user by which a calendar program reads deadlines: one, or none. Their secrets were shown when
/// they were made.
#[utoipa::path(
    tag = "deadlines",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Vec<CalendarFeed>)),
)]
#[get("/{portal}/account/calendar-feeds")]
pub async fn list_calendar_feeds(
    services: web::Data<Services>,
    allowed: Allowed<KeepCalendarFeeds>,
) -> Result<web::Json<Vec<CalendarFeed>>, ApiError> {
    let feed = calendar_feeds::get(&services, &allowed.scope).await?;
    let view =
        |it: calendar_feeds::CalendarFeed| CalendarFeed { created_at: it.created_at, last_read_at: it.last_read_at };
    Ok(web::Json(feed.into_iter().map(view).collect()))
}

/// Makes an address by which a calendar program reads the user's deadlines, and shows it this once.
///
/// The one before ends, and so does this one with the next change of password, mail address or lock.
#[utoipa::path(
    tag = "deadlines",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 201, body = NewCalendarFeed)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired, TooManyAttempts]))),
)]
#[post("/{portal}/account/calendar-feeds")]
pub async fn create_calendar_feed(
    services: web::Data<Services>,
    allowed: Allowed<KeepCalendarFeeds>,
    origin: RequestOrigin,
) -> Result<HttpResponse, ApiError> {
    let made = calendar_feeds::create(&services, &allowed.scope, &origin.0).await?;
    let calendar_feeds::NewCalendarFeed { address, created_at } = made;
    Ok(HttpResponse::Created().json(NewCalendarFeed { address, created_at }))
}

/// Ends the address of the user, at once; without one there is nothing to end.
#[utoipa::path(
    tag = "deadlines",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Ended")),
)]
#[delete("/{portal}/account/calendar-feeds")]
pub async fn delete_calendar_feeds(
    services: web::Data<Services>,
    allowed: Allowed<KeepCalendarFeeds>,
    origin: RequestOrigin,
) -> Result<HttpResponse, ApiError> {
    calendar_feeds::revoke(&services, &allowed.scope, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads the deadlines of whoever made the address, as iCalendar (RFC 5545): whole days, from today on. For calendar programs,
/// which have no session: the secret in the address is all that they know, and it reads nothing else.
#[utoipa::path(
    tag = "deadlines",
    params(CalendarPath),
    responses((status = 200, description = "The calendar", content_type = "text/calendar", body = String)),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[get("/{portal}/calendar-feeds/{secret}.ics")]
pub async fn get_calendar(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    path: Path<CalendarPath>,
) -> Result<HttpResponse, ApiError> {
    let calendar = calendar_feeds::read(&services, &portal.0, &path.secret, &origin.0).await?;
    let mut response = downloads::file("deadlines.ics", "text/calendar; charset=utf-8");
    // Its address is a secret: no page that is opened from it learns it, and what is kept is asked for again.
    response.insert_header((REFERRER_POLICY, "no-referrer")).insert_header((CACHE_CONTROL, "private, no-cache"));
    Ok(response.body(calendar))
}
