//! Called numbers in full for a while, and who looked at the call records of a contract.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};
use madoguchi_api_types::call_records::{CallRecordView, UnmaskRequest, Unmasking};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::Month;
use madoguchi_services::ProblemCode::{NotMasked, PermissionMissing, ReauthenticationRequired};
use madoguchi_services::call_records::views::{self, View};
use madoguchi_services::{Services, call_records};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadCallRecordViews, ReadCallRecords};
use crate::bodies::Json;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::ContractPath;
use crate::problem::ApiError;
use crate::problem_codes::CALL_RECORDS;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(unmask_call_records).service(list_call_record_views);
}

/// Shows the called numbers of a contract in full, in this session and for ten minutes.
///
/// For users from whose role the portal hides them. Reason and time stand in the log that the administrators of the
/// contract read. `not_masked` for who sees them anyway.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath),
    responses((status = 201, body = Unmasking)),
    extensions(("x-problem-codes" = json!([CALL_RECORDS, NotMasked, ReauthenticationRequired]))),
)]
#[post("/{portal}/contracts/{contract}/call-records/unmaskings")]
pub async fn unmask_call_records(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    origin: RequestOrigin,
    path: Path<ContractPath>,
    body: Json<UnmaskRequest>,
) -> Result<HttpResponse, ApiError> {
    let until = call_records::unmask(&services, &allowed.scope, path.contract, &body.reason, &origin.0).await?;
    Ok(HttpResponse::build(StatusCode::CREATED).json(Unmasking { until }))
}

/// Lists who looked at the call records of a contract, the newest first. For administrators.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, PageQuery),
    responses((status = 200, body = Page<CallRecordView>)),
    extensions(("x-problem-codes" = json!([PermissionMissing]))),
)]
#[get("/{portal}/contracts/{contract}/call-record-views")]
pub async fn list_call_record_views(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecordViews>,
    path: Path<ContractPath>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<CallRecordView>>, ApiError> {
    let page = views::list(&services, &allowed.scope, path.contract, page.part()?).await?;
    Ok(web::Json(pages::page(page, None, view)))
}

fn view(view: View) -> CallRecordView {
    CallRecordView {
        id: view.id.into(),
        viewed_at: view.viewed_at,
        user: view.user_label,
        action: view.action,
        month: view.month.map(|day| Month::of(day).to_string()).unwrap_or_default(),
        masked: view.masked,
        // Written by this program in this shape; a row that was not is shown without it.
        filter: view.filter.and_then(|filter| serde_json::from_value(filter).ok()),
        count: view.count,
        reason: view.reason,
    }
}
