//! What systems of the provider do to customers' accounts: by the same functions as the commands.

use actix_web::{HttpResponse, post, web};
use madoguchi_api_types::provider_users::{EndedSessions, NamedUser};
use madoguchi_services::ProblemCode::{NotFound, SeveralPeople, UserLocked, UserNotLocked};
use madoguchi_services::Services;
use madoguchi_services::user_administration::locks::{self, Named};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::scopes::UsersWrite;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_user_lock).service(create_user_unlock).service(end_user_sessions);
}

/// Locks an account: every session, link, login under way, issued password and second factor ends, and nobody comes back in
/// without the provider. The person is told by mail.
#[utoipa::path(
    tag = "provider users",
    security(("client" = ["users:write"])),
    params(PortalPath),
    responses((status = 204, description = "Locked")),
    extensions(("x-problem-codes" = json!([NotFound, SeveralPeople, UserLocked]))),
)]
#[post("/{portal}/provider/users/locks")]
pub async fn create_user_lock(
    services: web::Data<Services>,
    client: Client<UsersWrite>,
    body: Json<NamedUser>,
) -> Result<HttpResponse, ApiError> {
    locks::lock(&services, &client.provider, &named(body.into_inner())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Unlocks an account that the provider locked: its ways back in are open again, and the person is told to set a new password.
#[utoipa::path(
    tag = "provider users",
    security(("client" = ["users:write"])),
    params(PortalPath),
    responses((status = 204, description = "Unlocked")),
    extensions(("x-problem-codes" = json!([NotFound, SeveralPeople, UserNotLocked]))),
)]
#[post("/{portal}/provider/users/unlocks")]
pub async fn create_user_unlock(
    services: web::Data<Services>,
    client: Client<UsersWrite>,
    body: Json<NamedUser>,
) -> Result<HttpResponse, ApiError> {
    locks::unlock(&services, &client.provider, &named(body.into_inner())).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Logs a person out everywhere, and tells from how many sessions; the password stays.
#[utoipa::path(
    tag = "provider users",
    security(("client" = ["users:write"])),
    params(PortalPath),
    responses((status = 200, body = EndedSessions)),
    extensions(("x-problem-codes" = json!([NotFound, SeveralPeople]))),
)]
#[post("/{portal}/provider/users/ended-sessions")]
pub async fn end_user_sessions(
    services: web::Data<Services>,
    client: Client<UsersWrite>,
    body: Json<NamedUser>,
) -> Result<web::Json<EndedSessions>, ApiError> {
    let count = locks::end_sessions(&services, &client.provider, &named(body.into_inner())).await?;
    Ok(web::Json(EndedSessions { count }))
}

fn named(body: NamedUser) -> Named {
    let NamedUser { sign_in_name, mail_address } = body;
    Named { sign_in_name, mail_address }
}
