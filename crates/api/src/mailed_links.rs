//! What stands behind mailed links. A link proves that its mailbox is read and does one thing; it never logs in.

use actix_web::{HttpResponse, post, web};
use madoguchi_api_types::recoveries::{
    MailChangeLink, MailChangeStep, MailedLink, PasswordLinkState, SetPasswordByLink, UseMailChangeLink,
};
use madoguchi_services::mail_changes::{self, Step};
use madoguchi_services::sign_ins::stops;
use madoguchi_services::{Services, password_settings};

use crate::allowed::InPortal;
use crate::bodies::Json;
use crate::origin::From;
use crate::problem::ApiError;

/// Tells whether a link to set a password can be used.
///
/// Codes: `link_unknown`, `link_used`, `link_expired`.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 200, body = PasswordLinkState)))]
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
/// Codes: `validation_failed` with the broken rules at `password`, and those of the link.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Set")))]
#[post("/{portal}/password-settings")]
pub async fn set_password_by_link(
    services: web::Data<Services>,
    portal: InPortal,
    from: From,
    body: Json<SetPasswordByLink>,
) -> Result<HttpResponse, ApiError> {
    password_settings::set(&services, &portal.0, &body.token, &body.password, &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tells whether a link of a change of mail address can be used.
///
/// Codes: `link_unknown`, `link_used`, `link_expired`.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "It can")))]
#[post("/{portal}/mail-change-links/link")]
pub async fn get_mail_change_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<MailChangeLink>,
) -> Result<HttpResponse, ApiError> {
    mail_changes::check(&services, &portal.0, step(body.step), &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Does what a link of a change of mail address is for: names the new address, makes the change, or takes it back.
///
/// Codes: `validation_failed` with `mail_address_taken`, and those of the link.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Done")))]
#[post("/{portal}/mail-change-links")]
pub async fn use_mail_change_link(
    services: web::Data<Services>,
    portal: InPortal,
    from: From,
    body: Json<UseMailChangeLink>,
) -> Result<HttpResponse, ApiError> {
    match body.step {
        MailChangeStep::Open => {
            mail_changes::name_new_address(&services, &portal.0, &body.token, &body.mail_address, &from.0).await?;
        }
        MailChangeStep::Confirm => mail_changes::confirm(&services, &portal.0, &body.token, &from.0).await?,
        MailChangeStep::Undo => mail_changes::undo(&services, &portal.0, &body.token, &from.0).await?,
    }
    Ok(HttpResponse::NoContent().finish())
}

/// Tells whether the link of a login notice can be used.
///
/// Codes: `link_unknown`, `link_used`, `link_expired`.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "It can")))]
#[post("/{portal}/sign-in-stops/link")]
pub async fn get_sign_in_stop_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<MailedLink>,
) -> Result<HttpResponse, ApiError> {
    stops::check(&services, &portal.0, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// "This was not me": ends every session and takes no login until the password is set anew.
///
/// Codes: those of the link.
#[utoipa::path(tag = "links", params(("portal" = String, Path, description = "Portal")), responses((status = 204, description = "Stopped")))]
#[post("/{portal}/sign-in-stops")]
pub async fn create_sign_in_stop(
    services: web::Data<Services>,
    portal: InPortal,
    from: From,
    body: Json<MailedLink>,
) -> Result<HttpResponse, ApiError> {
    stops::stop(&services, &portal.0, &body.token, &from.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn step(step: MailChangeStep) -> Step {
    match step {
        MailChangeStep::Open => Step::Open,
        MailChangeStep::Confirm => Step::Confirm,
        MailChangeStep::Undo => Step::Undo,
    }
}
