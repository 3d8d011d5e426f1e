//! Called numbers in full for a while, and who looked at the call records of a contract.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};
use madoguchi_api_types::call_records::{CallRecordAction, CallRecordView, UnmaskRequest, Unmasking};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::dates::Month;
use madoguchi_services::call_records::views::{self, View, ViewAction};
use madoguchi_services::{Services, call_records, cursors};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::allowed::{Allowed, ReadCallRecordViews, ReadCallRecords};
use crate::bodies::Json;
use crate::origin::From;
use crate::problem::ApiError;

/// Which part of the log.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ViewQuery {
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
}

/// Shows the called numbers of a contract in full, in this session and for ten minutes.
///
/// For users from whose role the portal hides them. Reason and time stand in the log that the administrators of the
/// contract read. Codes: `not_masked` for who sees them anyway, `call_records_inactive`, `call_records_not_started`,
/// `reauthentication_required`, `validation_failed` with `required`, `too_long` or `invalid_characters` at `reason`.
#[utoipa::path(tag = "call records", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract")), responses((status = 201, body = Unmasking)))]
#[post("/{portal}/contracts/{contract}/call-records/unmaskings")]
pub async fn unmask_call_records(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    from: From,
    path: web::Path<(String, Uuid)>,
    body: Json<UnmaskRequest>,
) -> Result<HttpResponse, ApiError> {
    let until = call_records::unmask(&services, &allowed.scope, path.1.into(), &body.reason, &from.0).await?;
    Ok(HttpResponse::build(StatusCode::CREATED).json(Unmasking { until }))
}

/// Lists who looked at the call records of a contract, the newest first. For administrators.
///
/// Codes: `permission_missing`, `validation_failed` with `invalid_cursor`.
#[utoipa::path(tag = "call records", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract"), ViewQuery), responses((status = 200, body = Page<CallRecordView>)))]
#[get("/{portal}/contracts/{contract}/call-record-views")]
pub async fn list_call_record_views(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecordViews>,
    path: web::Path<(String, Uuid)>,
    query: web::Query<ViewQuery>,
) -> Result<web::Json<Page<CallRecordView>>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let page = views::list(&services, &allowed.scope, path.1.into(), query.cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(view).collect();
    Ok(web::Json(Page { items, next_cursor: page.next_cursor, total: None }))
}

fn view(view: View) -> CallRecordView {
    CallRecordView {
        id: view.id.into(),
        viewed_at: view.viewed_at,
        user: view.user_label,
        action: match view.action {
            ViewAction::List => CallRecordAction::List,
            ViewAction::Csv => CallRecordAction::Csv,
            ViewAction::Xlsx => CallRecordAction::Xlsx,
            ViewAction::Unmask => CallRecordAction::Unmask,
            ViewAction::Totals => CallRecordAction::Totals,
            ViewAction::Charts => CallRecordAction::Charts,
        },
        month: view.month.map(|day| Month::of(day).to_string()).unwrap_or_default(),
        masked: view.masked,
        // Written by this program in this shape; a row that was not is shown without it.
        filter: view.filter.and_then(|filter| serde_json::from_value(filter).ok()),
        count: view.count,
        reason: view.reason,
    }
}
