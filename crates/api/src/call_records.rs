//! Call records of a contract and month, for contracts whose service is active.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, get, web};
use futures_util::{StreamExt, stream};
use madoguchi_api_types::call_records::{CallRecord, CallRecordKind, CallRecordOrder, CallRecordTotals, CsvEncoding};
use madoguchi_api_types::pages::Page;
use madoguchi_services::call_record_files::{self, Encoding};
use madoguchi_services::call_records::{self, Filter, Key, Ordering};
use madoguchi_services::{Services, cursors};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::allowed::{Allowed, ReadCallRecords};
use crate::problem::ApiError;

/// Which records, in which order and form.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CallRecordQuery {
    /// Month, as `2026-10`; the newest with records when absent.
    month: Option<String>,
    /// The provider's word for the kind.
    kind: Option<String>,
    /// Digits that occur in the calling or the called number.
    number: Option<String>,
    /// Order of the rows.
    #[serde(default)]
    order: CallRecordOrder,
    /// From the page before.
    cursor: Option<String>,
    /// Rows of a page, 1 to 200; 50 when absent.
    limit: Option<u64>,
    /// Encoding of a file.
    #[serde(default)]
    encoding: CsvEncoding,
}

impl CallRecordQuery {
    fn filter(&self) -> Filter {
        Filter { month: self.month.clone(), kind: self.kind.clone(), number: self.number.clone() }
    }

    fn ordering(&self) -> Ordering {
        let (key, descending) = match self.order {
            CallRecordOrder::StartedAt => (Key::StartedAt, false),
            CallRecordOrder::StartedAtDescending => (Key::StartedAt, true),
            CallRecordOrder::Charge => (Key::Charge, false),
            CallRecordOrder::ChargeDescending => (Key::Charge, true),
            CallRecordOrder::Duration => (Key::Duration, false),
            CallRecordOrder::DurationDescending => (Key::Duration, true),
        };
        Ordering { key, descending }
    }
}

/// Lists call records of a month.
///
/// Codes: `call_records_inactive` when the service of the contract is not active or the month is before its first.
#[utoipa::path(tag = "call records", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract"), CallRecordQuery), responses((status = 200, body = Page<CallRecord>)))]
#[get("/{portal}/contracts/{contract}/call-records")]
pub async fn list_call_records(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: web::Path<(String, Uuid)>,
    query: web::Query<CallRecordQuery>,
) -> Result<web::Json<Page<CallRecord>>, ApiError> {
    let limit = cursors::limit(query.limit)?;
    let selection = call_records::select(&services, &allowed.scope, path.1.into(), query.filter()).await?;
    let page = call_records::list(&services, &selection, query.ordering(), query.cursor.as_deref(), limit).await?;
    let items = page.items.into_iter().map(row).collect();
    Ok(web::Json(Page { items, next_cursor: page.next_cursor, total: None }))
}

/// Counts the records under a filter and sums their charge; names the kinds and months there are.
#[utoipa::path(tag = "call records", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract"), CallRecordQuery), responses((status = 200, body = CallRecordTotals)))]
#[get("/{portal}/contracts/{contract}/call-records/totals")]
pub async fn get_call_record_totals(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: web::Path<(String, Uuid)>,
    query: web::Query<CallRecordQuery>,
) -> Result<web::Json<CallRecordTotals>, ApiError> {
    let selection = call_records::select(&services, &allowed.scope, path.1.into(), query.filter()).await?;
    let totals = call_records::totals(&services, &allowed.scope, &selection).await?;
    let kind = |(kind, sum): (String, call_records::Sum)| CallRecordKind { kind, count: sum.count, charge: sum.charge };
    Ok(web::Json(CallRecordTotals {
        month: selection.month.to_string(),
        count: totals.sum.count,
        charge: totals.sum.charge,
        kinds: totals.kinds.into_iter().map(kind).collect(),
        months: totals.months.iter().map(ToString::to_string).collect(),
    }))
}

/// Downloads the records of a month as CSV.
///
/// Streamed in any size; cells that a spreadsheet would take for a formula are made text.
#[utoipa::path(tag = "call records", security(("session" = [])), params(("portal" = String, Path, description = "Portal"), ("contract" = Uuid, Path, description = "Contract"), CallRecordQuery), responses((status = 200, description = "The file", content_type = "text/csv", body = String)))]
#[get("/{portal}/contracts/{contract}/call-records.csv")]
pub async fn download_call_records(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: web::Path<(String, Uuid)>,
    query: web::Query<CallRecordQuery>,
) -> Result<HttpResponse, ApiError> {
    let selection = call_records::select(&services, &allowed.scope, path.1.into(), query.filter()).await?;
    let (encoding, charset) = match query.encoding {
        CsvEncoding::Utf8 => (Encoding::Utf8, "utf-8"),
        CsvEncoding::Cp932 => (Encoding::Cp932, "shift_jis"),
    };
    let name = format!("call-records_{}_{}.csv", selection.contract_number(), selection.month);
    let mut parts = Box::pin(call_record_files::csv(services.into_inner(), selection, query.ordering(), encoding));
    // The first part before the status: what fails at once is a problem, not a file that breaks off.
    let first = parts.next().await.transpose()?;
    let parts = stream::iter(first.map(Ok)).chain(parts);
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format!("text/csv; charset={charset}")))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(parts.map(|part| part.map_err(ApiError::from))))
}

fn row(record: call_records::CallRecord) -> CallRecord {
    CallRecord {
        id: record.id.into(),
        started_at: record.started_at,
        kind: record.kind,
        caller: record.caller,
        callee: record.callee,
        duration: record.duration,
        charge: record.charge,
    }
}
