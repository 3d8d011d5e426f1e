//! Call records in bulk: one request of any length, and how far it is.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider::imports::{CallRecordImport, ImportFault, ImportState};
use madoguchi_services::ProblemCode::{
    BodyIncomplete, BodyTimeout, BodyTooLarge, ImportMalformed, MappingMissing, NotFound, UnsupportedMediaType,
};
use madoguchi_services::imports::uploads::{self, Fault, Import};
use madoguchi_services::rows::RowError;
use madoguchi_services::{Error, ProblemCode, Services};
use utoipa_actix_web::service_config::ServiceConfig;

use super::call_record_bodies::{self, ColumnsQuery};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{CallRecordImportPath, PortalPath};
use crate::problem::{self, ApiError};
use crate::scopes::{CallRecordsRead, CallRecordsWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(import_call_records).service(list_call_record_imports).service(get_call_record_import);
}

/// Stores call records while they arrive, as many as one likes in one request. The body is CSV (`text/csv`) under the headers
/// `contract,started_at,kind,caller,callee,duration,charge`, or JSON with these names, an object a line (`application/x-ndjson`); plain,
/// or packed (`Content-Encoding: gzip` or `zstd`). `started_at` is Japanese time unless it says its offset; `duration` is seconds or
/// `0:02:15`; `charge` is whole yen.
///
/// A record is known by its content: each distinct one is stored once, however often it is sent. So an import that was cut off
/// is resumed by sending the same body again, or the rest of it: what is there already counts as `duplicates`. A row that cannot
/// be right is left out and named by its line in `faults`. For the same reason an `Idempotency-Key` is not needed here and not
/// looked at.
///
/// 201 when all was read. When the body ends early, cannot be read on, or unpacks to more than the server takes, the answer is a
/// problem whose `detail` says where; what came before is stored, and the list of imports has its figures.
#[utoipa::path(
    tag = "provider call records",
    security(("client" = ["call-records:write"])),
    params(PortalPath, ColumnsQuery),
    request_body(
        description = "The records",
        content(
            (String = "text/csv", example = "contract,started_at,kind,caller,callee,duration,charge\r\nCOP00000100,2026/10/27 02:40:25,移動体,0668186481,0903069300,0:00:45,16\r\n"),
            (String = "application/x-ndjson", example = "{\"contract\":\"COP00000100\",\"started_at\":\"2026-10-27T02:40:25+09:00\",\"kind\":\"移動体\",\"caller\":\"0668186481\",\"callee\":\"0903069300\",\"duration\":45,\"charge\":16}\n"),
        ),
    ),
    responses((status = 201, body = CallRecordImport, headers(("Location" = String, description = "The import")))),
    extensions(("x-problem-codes" = json!([
        BodyIncomplete,
        BodyTimeout,
        BodyTooLarge,
        ImportMalformed,
        MappingMissing,
        NotFound,
        UnsupportedMediaType,
    ]))),
)]
#[post("/{portal}/provider/call-records/imports")]
pub async fn import_call_records(
    services: web::Data<Services>,
    client: Client<CallRecordsWrite>,
    request: HttpRequest,
    query: Query<ColumnsQuery>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let form = call_record_bodies::form(&request, query.columns)?;
    let import = uploads::run(&services, &client.provider, form, call_record_bodies::parts(body)).await?;
    let place = format!("/api/v1/{}/provider/call-records/imports/{}", import.portal, import.id);
    let import = view(import)?;
    if import.state == ImportState::Finished {
        return Ok(HttpResponse::Created().insert_header((LOCATION, place)).json(import));
    }
    let mut refused = problem::problem(import.failure.unwrap_or(ProblemCode::ImportMalformed));
    refused.detail = Some(format!("{} ({} rows before it are stored: {place})", import.detail, import.rows));
    Ok(problem::respond(refused))
}

/// Lists the imports of call records, the newest first; those that run too.
#[utoipa::path(
    tag = "provider call records",
    security(("client" = ["call-records:read"])),
    params(PortalPath, PageQuery),
    responses((status = 200, body = Page<CallRecordImport>)),
)]
#[get("/{portal}/provider/call-records/imports")]
pub async fn list_call_record_imports(
    services: web::Data<Services>,
    client: Client<CallRecordsRead>,
    query: Query<PageQuery>,
) -> Result<web::Json<Page<CallRecordImport>>, ApiError> {
    let found = uploads::list(&services, &client.provider, query.part()?).await?;
    let items = found.items.into_iter().map(|import| Ok(CallRecordImport { faults: Vec::new(), ..view(import)? }));
    let items = items.collect::<Result<Vec<_>, ApiError>>()?;
    let found = madoguchi_services::cursors::Page { items, next_cursor: found.next_cursor };
    Ok(web::Json(pages::page(found, None, |import| import)))
}

/// Says how far an import of call records is, with the first 1,000 rows that were refused.
#[utoipa::path(
    tag = "provider call records",
    security(("client" = ["call-records:read"])),
    params(CallRecordImportPath),
    responses((status = 200, body = CallRecordImport)),
)]
#[get("/{portal}/provider/call-records/imports/{import}")]
pub async fn get_call_record_import(
    services: web::Data<Services>,
    client: Client<CallRecordsRead>,
    path: Path<CallRecordImportPath>,
) -> Result<web::Json<CallRecordImport>, ApiError> {
    Ok(web::Json(view(uploads::get(&services, &client.provider, path.import).await?)?))
}

fn view(import: Import) -> Result<CallRecordImport, ApiError> {
    let faults: Vec<Fault> = serde_json::from_str(&import.faults).map_err(Error::internal)?;
    Ok(CallRecordImport {
        id: import.id.into(),
        state: import.state,
        failure: import.failure.as_deref().and_then(ProblemCode::from_code),
        detail: import.detail,
        rows: import.rows,
        stored: import.stored,
        duplicates: import.duplicates,
        refused: import.refused,
        charge: import.charge,
        faults: faults.into_iter().map(fault).collect(),
        started_at: import.started_at,
        updated_at: import.updated_at,
        finished_at: import.finished_at,
    })
}

fn fault(Fault { line, field, code, value }: Fault) -> ImportFault {
    let detail = RowError::new(field.clone(), code, "").sentence().to_owned();
    ImportFault { line, field, code, detail, value }
}
