//! The people of a customer, for those of them who manage users.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, web};
use madoguchi_api_types::users::{User, Users, WriteUser};
use madoguchi_services::ProblemCode::{
    LastAdministrator, MailChangeByAdministrator, NotApprover, PermissionMissing, ReauthenticationRequired,
    TooManyAttempts, UserLimitReached, UserLocked, UserNotPending,
};
use madoguchi_services::user_administration::invitations;
use madoguchi_services::user_administration::managed::{self, Typed};
use madoguchi_services::{Error, Scope, Services, approvals};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ManageUsers};
use crate::bodies::Json;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{PortalPath, UserPath};
use crate::problem::ApiError;
use crate::request_names::RequestName;
use crate::revisions::{IfMatch, Revised};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_users)
        .service(create_user)
        .service(get_user)
        .service(update_user)
        .service(create_invitation)
        .service(delete_user);
}

/// Lists the users of the customer.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Users)),
    extensions(("x-problem-codes" = json!([PermissionMissing]))),
)]
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
/// Who else manages the users is told by mail.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(PortalPath, RequestName),
    responses((status = 201, body = User)),
    extensions(("x-problem-codes" = json!([
        PermissionMissing,
        ReauthenticationRequired,
        UserLimitReached,
        TooManyAttempts,
    ]))),
)]
#[post("/{portal}/users")]
pub async fn create_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<WriteUser>,
) -> Result<impl Responder, ApiError> {
    let once = name.once("users", &*body)?;
    let user = managed::create(&services, &allowed.scope, &typed(body.into_inner()), &origin.0, &once).await?;
    Ok((web::Json(view(&services, &allowed.scope, user).await?), StatusCode::CREATED))
}

/// Reads one user, with the revision to be given back with a change.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(UserPath),
    responses((status = 200, body = User, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([PermissionMissing]))),
)]
#[get("/{portal}/users/{user}")]
pub async fn get_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    path: Path<UserPath>,
) -> Result<Revised<User>, ApiError> {
    let user = managed::get(&services, &allowed.scope, path.user).await?;
    revised(&services, &allowed.scope, user).await
}

/// Changes a user. A new mail address must answer before it counts, except of a user who has no password yet; where the
/// portal asks the present address first, that one is mailed. Who else manages the users is told of role and address.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(UserPath, IfMatch),
    responses((status = 200, body = User, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([
        PermissionMissing,
        ReauthenticationRequired,
        LastAdministrator,
        UserLocked,
        MailChangeByAdministrator,
        NotApprover,
        TooManyAttempts,
    ]))),
)]
#[patch("/{portal}/users/{user}")]
pub async fn update_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    origin: RequestOrigin,
    path: Path<UserPath>,
    from_revision: IfMatch,
    body: Json<WriteUser>,
) -> Result<Revised<User>, ApiError> {
    let typed = typed(body.into_inner());
    approvals::require_may_change(&services, &allowed.scope, path.user).await?;
    let user = managed::update(&services, &allowed.scope, (path.user, &from_revision.0), &typed, &origin.0).await?;
    revised(&services, &allowed.scope, user).await
}

/// Sends the invitation of a user who has no password yet again; the one before is worth nothing then.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(UserPath),
    responses((status = 202, body = User)),
    extensions(("x-problem-codes" = json!([PermissionMissing, ReauthenticationRequired, UserNotPending, TooManyAttempts]))),
)]
#[post("/{portal}/users/{user}/invitations")]
pub async fn create_invitation(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    origin: RequestOrigin,
    path: Path<UserPath>,
) -> Result<impl Responder, ApiError> {
    let user = invitations::send_again(&services, &allowed.scope, path.user, &origin.0).await?;
    Ok((web::Json(view(&services, &allowed.scope, user).await?), StatusCode::ACCEPTED))
}

/// Takes a user off the customer: sessions end at once, and the address is told.
#[utoipa::path(
    tag = "users",
    security(("session" = [])),
    params(UserPath),
    responses((status = 204, description = "Deleted")),
    extensions(("x-problem-codes" = json!([PermissionMissing, ReauthenticationRequired, LastAdministrator, NotApprover]))),
)]
#[delete("/{portal}/users/{user}")]
pub async fn delete_user(
    services: web::Data<Services>,
    allowed: Allowed<ManageUsers>,
    origin: RequestOrigin,
    path: Path<UserPath>,
) -> Result<HttpResponse, ApiError> {
    approvals::require_may_change(&services, &allowed.scope, path.user).await?;
    managed::delete(&services, &allowed.scope, path.user, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn typed(body: WriteUser) -> Typed {
    let WriteUser { mail_address, name, role, mail_notice } = body;
    Typed { mail_address, name, role, mail_notice }
}

async fn revised(services: &Services, scope: &Scope, user: managed::User) -> Result<Revised<User>, ApiError> {
    let revision = managed::revision(&user)?;
    Ok(Revised(view(services, scope, user).await?, revision))
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
        role: user.role,
        state: user.state,
        sign_in_name: user.sign_in_name,
        mail_address: user.mail_address,
        name: user.name,
        mail_notice: user.mail_notice,
        created_at: user.created_at,
    };
    Ok(users.into_iter().map(view).collect())
}
