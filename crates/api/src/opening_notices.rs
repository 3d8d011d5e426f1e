//! Opening notices (開通案内) of a contract.

use actix_web::{HttpResponse, get, web};
use madoguchi_api_types::opening_notices::OpeningNotice;
use madoguchi_services::ProblemCode::{FontMissing, StorageUnavailable};
use madoguchi_services::limits::Work;
use madoguchi_services::{Services, opening_notices};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadOpeningNotices};
use crate::downloads;
use crate::input::Path;
use crate::origin::RequestOrigin;
use crate::paths::{ContractPath, OpeningNoticePath};
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_opening_notices).service(download_opening_notice);
}

/// Lists the opening notices of a contract, the newest first.
#[utoipa::path(
    tag = "opening notices",
    security(("session" = [])),
    params(ContractPath),
    responses((status = 200, body = Vec<OpeningNotice>)),
)]
#[get("/{portal}/contracts/{contract}/opening-notices")]
pub async fn list_opening_notices(
    services: web::Data<Services>,
    allowed: Allowed<ReadOpeningNotices>,
    path: Path<ContractPath>,
) -> Result<web::Json<Vec<OpeningNotice>>, ApiError> {
    let found = opening_notices::list(&services, &allowed.scope, path.contract).await?;
    let notice = |notice: madoguchi_services::documents::Document| OpeningNotice {
        id: notice.id.into(),
        issued_on: notice.issued_on,
        title: notice.title,
        first_opened_at: notice.first_opened_at,
    };
    Ok(web::Json(found.into_iter().map(notice).collect()))
}

/// Downloads the PDF of an opening notice. The first download is set down.
#[utoipa::path(
    tag = "opening notices",
    security(("session" = [])),
    params(OpeningNoticePath),
    responses((status = 200, description = "The file", content_type = "application/pdf", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([FontMissing, StorageUnavailable]))),
)]
#[get("/{portal}/contracts/{contract}/opening-notices/{opening_notice}/file")]
pub async fn download_opening_notice(
    services: web::Data<Services>,
    allowed: Allowed<ReadOpeningNotices>,
    origin: RequestOrigin,
    path: Path<OpeningNoticePath>,
) -> Result<HttpResponse, ApiError> {
    let OpeningNoticePath { contract, opening_notice: notice } = path.into_inner();
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let file = opening_notices::open(&services, &allowed.scope, contract, notice, &origin.0).await?;
    Ok(downloads::file(&file.name, "application/pdf").body(file.bytes))
}
