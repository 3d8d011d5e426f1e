//! What stands behind mailed links. A link proves that its mailbox is read and does one thing; it never logs in.

use actix_web::{HttpResponse, post, web};
use madoguchi_api_types::recoveries::{
    MailChangeLink, MailChangeStep, MailedLink, PasswordLinkState, SetPasswordByLink, UseMailChangeLink,
};
use madoguchi_services::ProblemCode::TooManyAttempts;
use madoguchi_services::mail_changes;
use madoguchi_services::sign_ins::login_notices;
use madoguchi_services::{Services, password_settings};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::bodies::Json;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::problem_codes::LINK;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_password_link)
        .service(set_password_by_link)
        .service(get_mail_change_link)
        .service(use_mail_change_link)
        .service(get_sign_in_stop_link)
        .service(create_sign_in_stop);
}

/// Tells whether a link to set a password can be used.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 200, body = PasswordLinkState)),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/password-settings/link")]
pub async fn get_password_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<MailedLink>,
) -> Result<web::Json<PasswordLinkState>, ApiError> {
    let (expires_at, sign_in_name) = password_settings::check(&services, &portal.0, &body.token).await?;
    Ok(web::Json(PasswordLinkState { expires_at, sign_in_name }))
}

/// Sets a password behind a link. It does not log in.
///
/// The broken rules are named at `password`.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 204, description = "Set")),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/password-settings")]
pub async fn set_password_by_link(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<SetPasswordByLink>,
) -> Result<HttpResponse, ApiError> {
    password_settings::set(&services, &portal.0, &body.token, &body.password, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tells whether a link of a change of mail address can be used.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 204, description = "It can")),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/mail-change-links/link")]
pub async fn get_mail_change_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<MailChangeLink>,
) -> Result<HttpResponse, ApiError> {
    mail_changes::check(&services, &portal.0, body.step, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Does what a link of a change of mail address is for: names the new address, makes the change, or takes it back.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 204, description = "Done")),
    extensions(("x-problem-codes" = json!([LINK, TooManyAttempts]))),
)]
#[post("/{portal}/mail-change-links")]
pub async fn use_mail_change_link(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<UseMailChangeLink>,
) -> Result<HttpResponse, ApiError> {
    match body.step {
        MailChangeStep::Open => {
            mail_changes::name_new_address(&services, &portal.0, &body.token, &body.mail_address, &origin.0).await?;
        }
        MailChangeStep::Confirm => mail_changes::confirm(&services, &portal.0, &body.token, &origin.0).await?,
        MailChangeStep::Undo => mail_changes::undo(&services, &portal.0, &body.token, &origin.0).await?,
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Tells whether the link of a login notice can be used.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 204, description = "It can")),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/sign-in-stops/link")]
pub async fn get_sign_in_stop_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<MailedLink>,
) -> Result<HttpResponse, ApiError> {
    login_notices::check(&services, &portal.0, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// "This was not me": ends every session and takes no login until the password is set anew.
#[utoipa::path(
    tag = "links",
    params(PortalPath),
    responses((status = 204, description = "Stopped")),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/sign-in-stops")]
pub async fn create_sign_in_stop(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<MailedLink>,
) -> Result<HttpResponse, ApiError> {
    login_notices::stop(&services, &portal.0, &body.token, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
