//! Robot checks that stand alone: for who is not logged in and must show that no machine is asking.

use actix_web::http::StatusCode;
use actix_web::{Responder, post, web};
use madoguchi_api_types::robot_checks::{RobotCheck, SolvedRobotCheck};
use madoguchi_services::Services;
use madoguchi_services::robot_checks::{self, Solved};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::InPortal;
use crate::paths::PortalPath;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_robot_check);
}

/// Asks for a robot check (ALTCHA, a proof of work). It can be solved within half an hour and serves once.
#[utoipa::path(
    tag = "sessions",
    params(PortalPath),
    responses((status = 201, body = RobotCheck)),
)]
#[post("/{portal}/robot-checks")]
pub async fn create_robot_check(services: web::Data<Services>, portal: InPortal) -> Result<impl Responder, ApiError> {
    let challenge = robot_checks::ask(&services, &portal.0)?;
    Ok((web::Json(RobotCheck { challenge }), StatusCode::CREATED))
}

/// What came back, as the services take it.
pub fn solved(given: SolvedRobotCheck) -> Solved {
    let SolvedRobotCheck { challenge, solution } = given;
    Solved { challenge, solution }
}
