//! Contractor IDs from a mail address, and ways back in for who forgot something. Nobody is logged in here, so no answer
//! tells who exists.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, Responder, post, web};
use madoguchi_api_types::recoveries::{CreateContractor, CreateRecovery, MailOnItsWay};
use madoguchi_services::ProblemCode::{NotFound, NumbersExhausted, TooManyAttempts};
use madoguchi_services::Services;
use madoguchi_services::recoveries::{self, Known};
use madoguchi_services::registrations::contractors::{self, NewContractor};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::bodies::Json;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::request_names::RequestName;
use crate::robot_checks;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_contractor).service(create_recovery);
}

/// Makes a contractor ID and mails it with its first password (ご契約者ID登録).
///
/// `robot_check_failed` at `robot_solution` without a solved robot check.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath, RequestName),
    responses((status = 202, body = MailOnItsWay)),
    extensions(("x-problem-codes" = json!([NotFound, TooManyAttempts, NumbersExhausted]))),
)]
#[post("/{portal}/contractors")]
pub async fn create_contractor(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<CreateContractor>,
) -> Result<impl Responder, ApiError> {
    let CreateContractor { mail_address, locale, robot_check } = body.into_inner();
    // A robot check serves once: who asks again has another one, and asks the same.
    let once = name.once("contractors", &(&mail_address, &locale))?;
    let robot_check = robot_check.map(robot_checks::solved);
    let new = NewContractor { mail_address, locale: locale.unwrap_or_default(), robot_check };
    let mail_address = contractors::create(&services, &portal.0, &new, &origin.0, &once).await?;
    Ok((web::Json(MailOnItsWay { mail_address }), StatusCode::ACCEPTED))
}

/// Asks for a way back in. The answer is the same whether anything matches; only the registered address hears more.
#[utoipa::path(
    tag = "registrations",
    params(PortalPath),
    responses((status = 202, description = "Taken")),
    extensions(("x-problem-codes" = json!([NotFound, TooManyAttempts]))),
)]
#[post("/{portal}/recoveries")]
pub async fn create_recovery(
    services: web::Data<Services>,
    portal: InPortal,
    origin: RequestOrigin,
    body: Json<CreateRecovery>,
) -> Result<HttpResponse, ApiError> {
    let CreateRecovery { way, mail_address, sign_in_name, customer_name, contract_number, postal_code } =
        body.into_inner();
    let known = Known { sign_in_name, mail_address, customer_name, contract_number, postal_code };
    recoveries::request(&services, &portal.0, way, known, &origin.0).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}
