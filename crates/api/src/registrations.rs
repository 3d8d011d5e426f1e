//! First registration (初回登録): contract facts, mailed link, own password.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, post, web};
use madoguchi_api_types::registrations::{
    CreateRegistration, CreateRegistrationVerification, Registration, RegistrationLink, RegistrationLinkState,
    RegistrationVerification, SetRegistrationPassword,
};
use madoguchi_services::ProblemCode::{
    ContractAlreadyRegistered, CustomerNotFound, InvalidCredentials, TicketExpired, TooManyAttempts,
};
use madoguchi_services::{Services, registrations};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::bodies::Json;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::problem_codes::LINK;
use crate::request_names::RequestName;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(create_registration)
        .service(get_registration_link)
        .service(create_registration_verification)
        .service(set_registration_password);
}

/// Registers for an existing contract.
///
/// Contract number, postal code and name must match one contract; a mail then carries link, access ID and temporary
/// password.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath, RequestName),
    responses((status = 202, body = Registration)),
    extensions(("x-problem-codes" = json!([CustomerNotFound, ContractAlreadyRegistered, TooManyAttempts]))),
)]
#[post("/{portal}/registrations")]
pub async fn create_registration(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<CreateRegistration>,
) -> Result<impl Responder, ApiError> {
    let body = body.into_inner();
    let once = name.once("registrations", &body)?;
    let new = registrations::NewRegistration {
        mail_address: body.mail_address,
        contract_number: body.contract_number,
        postal_code: body.postal_code,
        customer_name: body.customer_name,
        terms_version: body.terms_version,
        locale: body.locale.unwrap_or_default(),
    };
    let taken = registrations::create(&services, &portal.0, new, &origin.0, &once).await?;
    let answer = Registration { mail_address: taken.mail_address, link_expires_at: taken.link_expires_at };
    Ok((web::Json(answer), StatusCode::ACCEPTED))
}

/// Tells whether a mailed link can be used.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath),
    responses((status = 200, body = RegistrationLinkState)),
    extensions(("x-problem-codes" = json!([LINK]))),
)]
#[post("/{portal}/registrations/link")]
pub async fn get_registration_link(
    services: web::Data<Services>,
    portal: InPortal,
    body: Json<RegistrationLink>,
) -> Result<web::Json<RegistrationLinkState>, ApiError> {
    let link = registrations::link(&services, &portal.0, &body.token).await?;
    Ok(web::Json(RegistrationLinkState { expires_at: link.expires_at, reset: link.is_reset }))
}

/// Checks access ID and temporary password of the mail.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath),
    responses((status = 200, body = RegistrationVerification)),
    extensions(("x-problem-codes" = json!([LINK, InvalidCredentials, TooManyAttempts]))),
)]
#[post("/{portal}/registrations/verification")]
pub async fn create_registration_verification(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<CreateRegistrationVerification>,
) -> Result<web::Json<RegistrationVerification>, ApiError> {
    let (token, access_id, password) = (&body.token, &body.access_id, &body.temporary_password);
    let verified = registrations::verify(&services, &portal.0, token, access_id, password, &origin.0).await?;
    Ok(web::Json(RegistrationVerification { ticket: verified.0, expires_at: verified.1 }))
}

/// Sets the own password and completes the registration. It does not log in.
///
/// The broken rules are named at `password`.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath),
    responses((status = 204, description = "Registered")),
    extensions(("x-problem-codes" = json!([LINK, TicketExpired]))),
)]
#[post("/{portal}/registrations/password")]
pub async fn set_registration_password(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<SetRegistrationPassword>,
) -> Result<HttpResponse, ApiError> {
    let keys = (body.token.as_str(), body.ticket.as_str());
    registrations::set_password(&services, &portal.0, keys, &body.password, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
