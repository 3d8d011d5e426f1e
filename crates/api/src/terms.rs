//! Terms: the versions that can still be read.

use actix_web::{get, web};
use madoguchi_api_types::portals::Terms;
use madoguchi_services::Services;
use madoguchi_services::terms;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, SignedIn};
use crate::input::Path;
use crate::paths::TermsPath;
use crate::portals;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_terms);
}

/// Reads a version of the terms: the one in force, or one that was agreed to before.
#[utoipa::path(
    tag = "terms",
    security(("session" = [])),
    params(TermsPath),
    responses((status = 200, body = Terms)),
)]
#[get("/{portal}/terms/{version}")]
pub async fn get_terms(
    services: web::Data<Services>,
    allowed: Allowed<SignedIn>,
    path: Path<TermsPath>,
) -> Result<web::Json<Terms>, ApiError> {
    let found = terms::get(&services, &allowed.scope, &path.version).await?;
    Ok(web::Json(portals::terms(&found)))
}
