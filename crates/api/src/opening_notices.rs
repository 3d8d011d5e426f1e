//! Opening notices (開通案内) of a contract.

use actix_web::{HttpResponse, get, web};
use madoguchi_api_types::opening_notices::OpeningNotice;
use madoguchi_services::limits::Work;
use madoguchi_services::{Services, opening_notices};
use uuid::Uuid;

use crate::allowed::{Allowed, ReadOpeningNotices};
use crate::downloads;
use crate::origin::From;
use crate::problem::ApiError;

/// Lists the opening notices of a contract, the newest first.
#[utoipa::path(tag = "opening notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract")), responses((status = 200, body = Vec<OpeningNotice>)))]
#[get("/{portal}/contracts/{contract}/opening-notices")]
pub async fn list_opening_notices(
    services: web::Data<Services>,
    allowed: Allowed<ReadOpeningNotices>,
    path: web::Path<(String, Uuid)>,
) -> Result<web::Json<Vec<OpeningNotice>>, ApiError> {
    let found = opening_notices::list(&services, &allowed.scope, path.1.into()).await?;
    let notice = |notice: madoguchi_services::documents::Document| OpeningNotice {
        id: notice.id.into(),
        issued_on: notice.issued_on,
        title: notice.title,
        first_opened_at: notice.first_opened_at,
    };
    Ok(web::Json(found.into_iter().map(notice).collect()))
}

/// Downloads the PDF of an opening notice. The first download is set down.
///
/// Codes: `font_missing` while the server has no Japanese font to render a PDF with.
#[utoipa::path(tag = "opening notices", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract"), ("opening_notice" = Uuid, Path, description = "Opening notice")), responses((status = 200, description = "The file", content_type = "application/pdf", body = Vec<u8>)))]
#[get("/{portal}/contracts/{contract}/opening-notices/{opening_notice}/file")]
pub async fn download_opening_notice(
    services: web::Data<Services>,
    allowed: Allowed<ReadOpeningNotices>,
    origin: From,
    path: web::Path<(String, Uuid, Uuid)>,
) -> Result<HttpResponse, ApiError> {
    let (_, contract, notice) = path.into_inner();
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let file = opening_notices::open(&services, &allowed.scope, contract.into(), notice.into(), &origin.0).await?;
    Ok(downloads::file(&file.name, "application/pdf").body(file.bytes))
}
