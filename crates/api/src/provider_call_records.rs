//! Call records of contracts as systems of the provider switch them, when a customer applied another way.

use actix_web::{put, web};
use madoguchi_api_types::provider_call_records::{CallRecordsSwitch, CallRecordsSwitchRequest};
use madoguchi_services::ProblemCode::PhoneServiceMissing;
use madoguchi_services::Services;
use madoguchi_services::switches::by_provider::{self, Switched};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::Path;
use crate::paths::NumberPath;
use crate::problem::ApiError;
use crate::scopes::CallRecordsWrite;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(set_call_records);
}

/// Lets the call records of a contract be read from the next month's on, or ends that at once. Sent again it changes nothing.
///
/// `number` is that of the contract, in any spelling that customers may use.
#[utoipa::path(
    tag = "provider call records",
    security(("client" = ["call-records:write"])),
    params(NumberPath),
    responses((status = 200, body = CallRecordsSwitch)),
    extensions(("x-problem-codes" = json!([PhoneServiceMissing]))),
)]
#[put("/{portal}/provider/contracts/{number}/call-records")]
pub async fn set_call_records(
    services: web::Data<Services>,
    client: Client<CallRecordsWrite>,
    path: Path<NumberPath>,
    body: Json<CallRecordsSwitchRequest>,
) -> Result<web::Json<CallRecordsSwitch>, ApiError> {
    let switched = by_provider::set_call_records(&services, &client.provider, &path.number, body.active).await?;
    let Switched { changed, call_records_from } = switched;
    let readable_from = call_records_from.map(|month| month.format("%Y-%m").to_string());
    Ok(web::Json(CallRecordsSwitch { changed, readable_from }))
}
