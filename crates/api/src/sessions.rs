//! The session of the browser that asks.

use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use chrono::{DateTime, Utc};
use madoguchi_api_types::sessions::{Session, SessionCustomer, SessionUser};
use madoguchi_services::{Services, sessions};

use crate::allowed::{Allowed, SignedIn};
use crate::cookies;
use crate::origin::From;
use crate::problem::ApiError;

/// Reads who is logged in. Counts as activity: the idle limit starts anew.
///
/// Codes: `session_missing`, `session_expired`, `session_ended`.
#[utoipa::path(tag = "sessions", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 200, body = Session)))]
#[get("/{portal}/session")]
pub async fn get_session(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
) -> Result<web::Json<Session>, ApiError> {
    let current = sessions::current(&services, &allowed.scope).await?;
    Ok(web::Json(view(current, allowed.idle_expires_at, allowed.expires_at)))
}

/// Logs out. The session ends at once, wherever its token is.
#[utoipa::path(tag = "sessions", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Logged out")))]
#[delete("/{portal}/session")]
pub async fn delete_session(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    from: From,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    sessions::end(&services, &allowed.scope, &from.0).await?;
    let key = &allowed.scope.portal().key;
    cookies::renew(&request, cookies::remove(cookies::session_name(key)));
    let marker = cookies::remove(cookies::marker_name(key));
    let clear = ("clear-site-data", "\"cache\", \"storage\"");
    Ok(HttpResponse::NoContent().cookie(marker).insert_header(clear).finish())
}

/// A session as it travels.
pub fn view(current: sessions::Current, idle_expires_at: DateTime<Utc>, expires_at: DateTime<Utc>) -> Session {
    let sessions::Current { user, customer } = current;
    Session {
        user: SessionUser {
            role: user.role.name().to_owned(),
            sign_in_name: user.sign_in_name,
            name: user.name,
            mail_address: user.mail_address,
            mail_notice: user.mail_notice,
        },
        customer: SessionCustomer { number: customer.number, name: customer.name, name_kana: customer.name_kana },
        idle_expires_at,
        expires_at,
    }
}
