//! The people of a customer, for those of them who manage users.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, web};
use madoguchi_api_types::users::{User, Users, WriteUser};
use madoguchi_services::users::invitations;
use madoguchi_services::users::managed::{self, Typed};
use madoguchi_services::{Error, Scope, Services};
use uuid::Uuid;

use crate::allowed::{Allowed, ManageUsers};
use crate::bodies::Json;
use crate::origin::From;
use crate::problem::ApiError;
use crate::request_names::RequestName;

/// Lists the users of the customer.
#[utoipa::path(tag = "users", security(("session" = [])), params(("portal" = String, Path, description = "Portal")), responses((status = 200, body = Users)))]
#[get("/{portal}/users")]
pub async fn list_users(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
) -> Result<web::Json<Users>, ApiError> {
    let users = managed::list(&services, &allowed.scope).await?;
    Ok(web::Json(Users {
        items: views(&services, &allowed.scope, users).await?,
        max: allowed.scope.portal().users.max,
    }))
}

/// Adds a user, who is mailed what is needed to set a password.
///
/// Who else manages the users is told by mail. Codes: `validation_failed` with `mail_address_taken`,
/// `user_limit_reached`, `reauthentication_required`.
#[utoipa::path(tag = "users", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), RequestName), responses((status = 201, body = User)))]
#[post("/{portal}/users")]
pub async fn create_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    from: From,
    name: RequestName,
    body: Json<WriteUser>,
) -> Result<impl Responder, ApiError> {
    let once = name.once("users", &*body)?;
    let user = managed::create(&services, &allowed.scope, &typed(body.into_inner()), &from.0, &once).await?;
    Ok((web::Json(view(&services, &allowed.scope, user).await?), StatusCode::CREATED))
}

/// Changes a user. A new mail address must answer before it counts, except of a user who has no password yet; where the
/// portal asks the present address first, that one is mailed. Who else manages the users is told of role and address.
///
/// Codes: `validation_failed`, `last_administrator`, `user_locked`, `reauthentication_required`, `too_many_attempts`.
#[utoipa::path(tag = "users", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("user" = Uuid, Path, description = "User")), responses((status = 200, body = User)))]
#[patch("/{portal}/users/{user}")]
pub async fn update_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    from: From,
    path: web::Path<(String, Uuid)>,
    body: Json<WriteUser>,
) -> Result<web::Json<User>, ApiError> {
    let typed = typed(body.into_inner());
    let user = managed::update(&services, &allowed.scope, path.1.into(), &typed, &from.0).await?;
    Ok(web::Json(view(&services, &allowed.scope, user).await?))
}

/// Sends the invitation of a user who has no password yet again; the one before is worth nothing then.
///
/// Codes: `user_not_pending`, `reauthentication_required`, `too_many_attempts`.
#[utoipa::path(tag = "users", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("user" = Uuid, Path, description = "User")), responses((status = 202, body = User)))]
#[post("/{portal}/users/{user}/invitations")]
pub async fn create_invitation(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    from: From,
    path: web::Path<(String, Uuid)>,
) -> Result<impl Responder, ApiError> {
    let user = invitations::send_again(&services, &allowed.scope, path.1.into(), &from.0).await?;
    Ok((web::Json(view(&services, &allowed.scope, user).await?), StatusCode::ACCEPTED))
}

/// Takes a user off the customer: sessions end at once, and the address is told.
///
/// Codes: `last_administrator`, `reauthentication_required`.
#[utoipa::path(tag = "users", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("user" = Uuid, Path, description = "User")), responses((status = 204, description = "Deleted")))]
#[delete("/{portal}/users/{user}")]
pub async fn delete_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    from: From,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, ApiError> {
    managed::delete(&services, &allowed.scope, path.1.into(), &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn typed(body: WriteUser) -> Typed {
    let WriteUser { mail_address, name, role, mail_notice } = body;
    Typed { mail_address, name, role, mail_notice }
}

async fn view(services: &Services, scope: &Scope, user: managed::User) -> Result<User, ApiError> {
    let mut views = views(services, scope, vec![user]).await?;
    views.pop().ok_or_else(|| Error::NotFound.into())
}

async fn views(services: &Services, scope: &Scope, users: Vec<managed::User>) -> Result<Vec<User>, ApiError> {
    let ends = invitations::ends(services, scope.portal(), &users).await?;
    let view = |user: managed::User| User {
        invitation_expires_at: ends.get(&user.id).copied(),
        id: user.id.into(),
        current: user.id == scope.user_id(),
        role: user.role.name().to_owned(),
        state: user.state.name().to_owned(),
        sign_in_name: user.sign_in_name,
        mail_address: user.mail_address,
        name: user.name,
        mail_notice: user.mail_notice,
        created_at: user.created_at,
    };
    Ok(users.into_iter().map(view).collect())
}
