//! Call records of a contract and month, for contracts whose service is active.

use actix_web::{HttpResponse, get, web};
use madoguchi_api_types::call_records::{
    CallRecord, CallRecordCharts, CallRecordDay, CallRecordHour, CallRecordKind, CallRecordOrder, CallRecordTotals,
    CsvEncoding,
};
use madoguchi_api_types::pages::Page;
use madoguchi_services::ProblemCode::ReauthenticationRequired;
use madoguchi_services::call_record_files::{self, Encoding};
use madoguchi_services::call_records::views::{CallRecordAction, Download};
use madoguchi_services::call_records::{self, Filter, Key, Ordering, Sum};
use madoguchi_services::limits::{Slot, Work};
use madoguchi_services::{Error, Scope, Services, call_record_sheets};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadCallRecords};
use crate::downloads;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::ContractPath;
use crate::problem::ApiError;
use crate::problem_codes::CALL_RECORDS;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_call_records)
        .service(get_call_record_totals)
        .service(get_call_record_charts)
        .service(download_call_records_csv)
        .service(download_call_records_xlsx);
}

/// Which records, in which order and form.
#[derive(Debug, Deserialize, IntoParams)]
pub struct CallRecordQuery {
    /// Month, as `2026-10`; that of the day, or the newest with records, when absent.
    month: Option<String>,
    /// Day of the month in Japan, as `2026-10-05`.
    day: Option<String>,
    /// Hour of the day in Japan, 0 to 23.
    hour: Option<u32>,
    /// The provider's word for the kind.
    kind: Option<String>,
    /// Digits that occur in the calling or the called number; not in digits that are hidden from the user.
    number: Option<String>,
    /// Order of the rows.
    #[serde(default)]
    order: CallRecordOrder,
    /// Encoding of a file.
    #[serde(default)]
    encoding: CsvEncoding,
}

impl CallRecordQuery {
    fn filter(&self) -> Filter {
        let Self { month, day, hour, kind, number, .. } = self;
        Filter { month: month.clone(), day: day.clone(), hour: *hour, kind: kind.clone(), number: number.clone() }
    }

    /// A place for a list or a sum that no index and no kept sum answers.
    async fn place(&self, services: &Services, scope: &Scope) -> Result<Option<Slot>, Error> {
        let scans = self.day.is_some() || self.hour.is_some() || self.number.is_some();
        if !scans && self.ordering().key == Key::StartedAt {
            return Ok(None);
        }
        services.slots.take(Work::Report, scope).await.map(Some)
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
/// Where the portal hides called numbers from the role of the user, their last four digits are `****`. Who looked is
/// kept for the administrators of the contract. `call_records_inactive` when the service of the contract is not active;
/// `call_records_not_started` before its first month; `call_records_expired` for a month that is kept no longer.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, CallRecordQuery, PageQuery),
    responses((status = 200, body = Page<CallRecord>)),
    extensions(("x-problem-codes" = json!([CALL_RECORDS]))),
)]
#[get("/{portal}/contracts/{contract}/call-records")]
pub async fn list_call_records(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: Path<ContractPath>,
    query: Query<CallRecordQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<CallRecord>>, ApiError> {
    let part = page.part()?;
    let _slot = query.place(&services, &allowed.scope).await?;
    let selection = call_records::select(&services, &allowed.scope, path.contract, query.filter()).await?;
    let page = call_records::list(&services, &allowed.scope, &selection, query.ordering(), part).await?;
    Ok(web::Json(pages::page(page, None, row)))
}

/// Counts the records under a filter and sums their charge; names the kinds and months there are.
///
/// Who looked, and under which filter, is kept for the administrators of the contract.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, CallRecordQuery),
    responses((status = 200, body = CallRecordTotals)),
    extensions(("x-problem-codes" = json!([CALL_RECORDS]))),
)]
#[get("/{portal}/contracts/{contract}/call-records/totals")]
pub async fn get_call_record_totals(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: Path<ContractPath>,
    query: Query<CallRecordQuery>,
) -> Result<web::Json<CallRecordTotals>, ApiError> {
    let _slot = query.place(&services, &allowed.scope).await?;
    let selection = call_records::select(&services, &allowed.scope, path.contract, query.filter()).await?;
    let totals = call_records::totals(&services, &allowed.scope, &selection).await?;
    Ok(web::Json(CallRecordTotals {
        month: selection.month.to_string(),
        count: totals.sum.count,
        charge: totals.sum.charge,
        kinds: totals.kinds.into_iter().map(kind).collect(),
        months: totals.months.iter().map(ToString::to_string).collect(),
        masked: selection.is_masked(),
        unmasked_until: selection.unmasked_until(),
        views_readable: allowed.scope.reads_call_record_views(),
    }))
}

/// Counts the records under a filter and sums their charge by day, hour of the day and kind.
///
/// Who looked, and under which filter, is kept for the administrators of the contract.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, CallRecordQuery),
    responses((status = 200, body = CallRecordCharts)),
    extensions(("x-problem-codes" = json!([CALL_RECORDS]))),
)]
#[get("/{portal}/contracts/{contract}/call-records/charts")]
pub async fn get_call_record_charts(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: Path<ContractPath>,
    query: Query<CallRecordQuery>,
) -> Result<web::Json<CallRecordCharts>, ApiError> {
    let _slot = services.slots.take(Work::Report, &allowed.scope).await?;
    let selection = call_records::select(&services, &allowed.scope, path.contract, query.filter()).await?;
    let charts = call_records::charts(&services, &allowed.scope, &selection).await?;
    let days = charts.days.into_iter();
    let hours = (0..).zip(charts.hours);
    Ok(web::Json(CallRecordCharts {
        month: selection.month.to_string(),
        days: days.map(|(day, sum)| CallRecordDay { day, count: sum.count, charge: sum.charge }).collect(),
        hours: hours.map(|(hour, sum)| CallRecordHour { hour, count: sum.count, charge: sum.charge }).collect(),
        kinds: charts.kinds.into_iter().map(kind).collect(),
    }))
}

/// Downloads the records of a month as CSV.
///
/// Streamed in any size; cells that a spreadsheet would take for a formula are made text. `reauthentication_required`
/// where the portal wants the password for it and it was not given for ten minutes.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, CallRecordQuery),
    responses((status = 200, description = "The file", content_type = "text/csv", body = String)),
    extensions(("x-problem-codes" = json!([CALL_RECORDS, ReauthenticationRequired]))),
)]
#[get("/{portal}/contracts/{contract}/call-records.csv")]
pub async fn download_call_records_csv(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: Path<ContractPath>,
    query: Query<CallRecordQuery>,
) -> Result<HttpResponse, ApiError> {
    let slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let selection = call_records::select(&services, &allowed.scope, path.contract, query.filter()).await?;
    let (encoding, charset) = match query.encoding {
        CsvEncoding::Utf8 => (Encoding::Utf8, "utf-8"),
        CsvEncoding::Cp932 => (Encoding::Cp932, "shift_jis"),
    };
    let name = format!("call-records_{}_{}.csv", selection.contract_number(), selection.month);
    let services = services.into_inner();
    let download = Download::begin(services.clone(), &allowed.scope, &selection, CallRecordAction::Csv).await?;
    let parts = call_record_files::csv(services, selection, query.ordering(), encoding, download);
    downloads::stream(&name, &format!("text/csv; charset={charset}"), slot, parts).await
}

/// Downloads the records of a month as a spreadsheet.
///
/// In any size; numbers are numbers, telephone numbers are text. A month of more than 1,048,575 records goes on in a
/// second sheet.
#[utoipa::path(
    tag = "call records",
    security(("session" = [])),
    params(ContractPath, CallRecordQuery),
    responses((
        status = 200,
        description = "The file",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body = Vec<u8>,
    )),
    extensions(("x-problem-codes" = json!([CALL_RECORDS, ReauthenticationRequired]))),
)]
#[get("/{portal}/contracts/{contract}/call-records.xlsx")]
pub async fn download_call_records_xlsx(
    services: web::Data<Services>,
    allowed: Allowed<ReadCallRecords>,
    path: Path<ContractPath>,
    query: Query<CallRecordQuery>,
) -> Result<HttpResponse, ApiError> {
    let slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let selection = call_records::select(&services, &allowed.scope, path.contract, query.filter()).await?;
    let name = format!("call-records_{}_{}.xlsx", selection.contract_number(), selection.month);
    let services = services.into_inner();
    let download = Download::begin(services.clone(), &allowed.scope, &selection, CallRecordAction::Xlsx).await?;
    let making = services.slots.take(Work::Sheet, &allowed.scope).await?;
    let parts = call_record_sheets::xlsx(services.clone(), selection, query.ordering(), download).await?;
    drop(making);
    downloads::stream(&name, downloads::XLSX, slot, parts).await
}

fn kind((kind, sum): (String, Sum)) -> CallRecordKind {
    CallRecordKind { kind, count: sum.count, charge: sum.charge }
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
