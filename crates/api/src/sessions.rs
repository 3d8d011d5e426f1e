//! The session of the browser that asks.

use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use chrono::{DateTime, Utc};
use madoguchi_api_types::sessions::{Reauthentication, Session, SessionCustomer, SessionUser};
use madoguchi_services::ProblemCode::TooManyAttempts;
use madoguchi_services::sessions::NewSession;
use madoguchi_services::sign_ins::known_devices;
use madoguchi_services::{Scope, Services, passwords, sessions};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, EnrolSecondFactor, HoldSession};
use crate::bodies::Json;
use crate::cookies;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_session).service(delete_session).service(reauthenticate);
}

/// Reads who is logged in. Counts as activity: the idle limit starts anew.
#[utoipa::path(
    tag = "sessions",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Session)),
)]
#[get("/{portal}/session")]
pub async fn get_session(
    services: web::Data<Services>,
    allowed: Allowed<HoldSession>,
) -> Result<web::Json<Session>, ApiError> {
    let current = sessions::current(&services, &allowed.scope).await?;
    Ok(web::Json(view(current, &allowed.scope, allowed.idle_expires_at, allowed.expires_at)))
}

/// Logs out. The session ends at once, wherever its token is.
#[utoipa::path(
    tag = "sessions",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "Logged out")),
)]
#[delete("/{portal}/session")]
pub async fn delete_session(
    services: web::Data<Services>,
    allowed: Allowed<HoldSession>,
    origin: RequestOrigin,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    sessions::end(&services, &allowed.scope, &origin.0).await?;
    let key = &allowed.scope.portal().key;
    cookies::renew(&request, cookies::remove(cookies::session_name(key)));
    let marker = cookies::remove(cookies::marker_name(key));
    let clear = ("clear-site-data", "\"cache\", \"storage\"");
    Ok(HttpResponse::NoContent().cookie(marker).insert_header(clear).finish())
}

/// Gives the password again, so that for some minutes the session may change what an intruder would change. The session
/// gets a new token; the one before is worth nothing.
///
/// `password_wrong` at `password`.
#[utoipa::path(
    tag = "sessions",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 204, description = "It was right")),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[post("/{portal}/session/reauthentication")]
pub async fn reauthenticate(
    services: web::Data<Services>,
    allowed: Allowed<EnrolSecondFactor>,
    origin: RequestOrigin,
    body: Json<Reauthentication>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let token = passwords::reauthenticate(&services, &allowed.scope, &body.password, &origin.0).await?;
    cookies::renew(&request, cookies::make(cookies::session_name(&allowed.scope.portal().key), token));
    Ok(HttpResponse::NoContent().finish())
}

/// The answer that starts a session: its cookie, the marker, the device's, and no login under way any more. A session that the browser
/// had before ends.
pub async fn begin(
    services: &Services,
    session: NewSession,
    origin: &RequestOrigin,
    request: &HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let current = sessions::current(services, &session.scope).await?;
    let key = &session.scope.portal().key;
    if let Some(before) = cookies::read(request, &cookies::session_name(key)) {
        sessions::end_replaced(services, &session.scope, &before, &origin.0).await?;
    }
    let attempt = cookies::remove(cookies::sign_in_name(key));
    let device = cookies::device_name(key);
    let known = cookies::read(request, &device);
    let known = known_devices::remember(services, session.scope.portal(), known.as_deref(), session.scope.user_id())?;
    let device = cookies::lasting(device, known, known_devices::MEMORY);
    let cookie = cookies::make(cookies::session_name(key), session.token);
    let answer = view(current, &session.scope, session.idle_expires_at, session.expires_at);
    let mut response = HttpResponse::Created();
    response.cookie(cookie).cookie(cookies::marker(key)).cookie(attempt).cookie(device);
    Ok(response.json(answer))
}

/// A session as it travels.
pub fn view(
    current: sessions::Current,
    scope: &Scope,
    idle_expires_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Session {
    let sessions::Current { user, customer } = current;
    Session {
        user: SessionUser {
            role: user.role,
            sign_in_name: user.sign_in_name,
            name: user.name,
            mail_address: user.mail_address,
            mail_notice: user.mail_notice,
            uses_second_factor: user.uses_second_factor,
            manages_users: scope.manages_users(),
        },
        customer: SessionCustomer { number: customer.number, name: customer.name, name_kana: customer.name_kana },
        idle_expires_at,
        expires_at,
        password_change_required: scope.password_change_required(),
        second_factor_enrolment_required: scope.enrolment_required(),
        contractor_required: scope.contractor_required(),
    }
}
