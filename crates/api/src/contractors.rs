//! The contractor and its contact (ご契約者情報), where the portal asks for them.

use actix_web::{get, put, web};
use madoguchi_api_types::contractors::{Contractor, ContractorRequest};
use madoguchi_services::ProblemCode::ReauthenticationRequired;
use madoguchi_services::{Services, contractors};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, DescribeContractor};
use crate::bodies::Json;
use crate::origin::RequestOrigin;
use crate::paths::PortalPath;
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(get_contractor).service(update_contractor);
}

/// Reads what is known of the contractor, and what is asked. Not found where the portal asks nothing.
#[utoipa::path(
    tag = "contractors",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = Contractor)),
)]
#[get("/{portal}/contractor")]
pub async fn get_contractor(
    services: web::Data<Services>,
    allowed: Allowed<DescribeContractor>,
) -> Result<Revised<Contractor>, ApiError> {
    let (contractor, revision) = contractors::get(&services, &allowed.scope).await?;
    Ok(Revised(view(contractor), revision))
}

/// Keeps what the contractor says of itself, all of it. Until that was done, nothing else can be done here.
///
/// Faults are at the paths of their fields (`contractor.postal_code`). With a new password every other session ends; it must
/// be there in a session that has to choose one, and elsewhere needs the present one given lately.
#[utoipa::path(
    tag = "contractors",
    security(("session" = [])),
    params(PortalPath, IfMatch),
    responses((status = 200, body = Contractor)),
    extensions(("x-problem-codes" = json!([ReauthenticationRequired]))),
)]
#[put("/{portal}/contractor")]
pub async fn update_contractor(
    services: web::Data<Services>,
    allowed: Allowed<DescribeContractor>,
    origin: RequestOrigin,
    from_revision: IfMatch,
    body: Json<ContractorRequest>,
) -> Result<Revised<Contractor>, ApiError> {
    let given = (&body.answers, body.new_password.as_deref());
    let saved = contractors::save(&services, &allowed.scope, given, &from_revision.0, &origin.0).await?;
    Ok(Revised(view(saved.0), saved.1))
}

fn view(contractor: contractors::Contractor) -> Contractor {
    let contractors::Contractor { number, complete, questionnaire, answers } = contractor;
    Contractor { number, complete, questionnaire, answers }
}
