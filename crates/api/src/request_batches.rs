//! Files of requests: many at once, a row each, read with what is wrong by line and column, and sent together or not at all.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, put, web};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::request_batches::{
    RequestBatch, RequestBatchDetail, RequestBatchForm, RequestBatchRequest, RequestBatchRow,
    RequestBatchSubmissionRequest,
};
use madoguchi_services::ProblemCode::{
    NumbersExhausted, RequestBatchIncomplete, RequestBatchSubmitted, RequestDraftLimitReached, RequestFileEmpty,
    RequestFileMalformed, RequestFileTooLarge, RequestFileTooLong, TooManyAttempts,
};
use madoguchi_services::Services;
use madoguchi_services::limits::Work;
use madoguchi_services::request_batches::{self, Detail, File, NewBatch, SIZE_MAX};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, MakeRequestBatches};
use crate::bodies::Json;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{PortalPath, RequestBatchPath};
use crate::problem::ApiError;
use crate::request_batch_views as views;
use crate::request_names::RequestName;
use crate::revisions::{IfMatch, Revised};
use crate::uploads;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_request_batch_form)
        .service(list_request_batches)
        .service(create_request_batch)
        .service(get_request_batch)
        .service(set_request_batch_file)
        .service(list_request_batch_rows)
        .service(create_request_batch_submission)
        .service(delete_request_batch);
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchFileQuery {
    /// Name of the file, for people.
    #[serde(default)]
    file_name: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BatchRowQuery {
    /// Only rows with something that must be mended.
    #[serde(default)]
    faulty: bool,
}

/// Says what is asked once for all rows of a file, and which columns it may have.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = RequestBatchForm)),
)]
#[get("/{portal}/request-batch-form")]
pub async fn get_request_batch_form(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
) -> Result<web::Json<RequestBatchForm>, ApiError> {
    Ok(web::Json(views::form(request_batches::form(&services, &allowed.scope).await?)))
}

/// Lists files, the last one first: the own ones; for administrators those of all that is billed together.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(PortalPath, PageQuery),
    responses((status = 200, body = Page<RequestBatch>)),
)]
#[get("/{portal}/request-batches")]
pub async fn list_request_batches(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<RequestBatch>>, ApiError> {
    let listed = request_batches::list(&services, &allowed.scope, page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), |batch| views::batch(&allowed.scope, batch))))
}

/// Begins a file. What is the same for all rows is checked now, with every fault at its path in `answers`.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(PortalPath, RequestName),
    responses((status = 201, body = RequestBatchDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[post("/{portal}/request-batches")]
pub async fn create_request_batch(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<RequestBatchRequest>,
) -> Result<impl Responder, ApiError> {
    let once = name.once("request-batches", &*body)?;
    let RequestBatchRequest { category, answers } = body.into_inner();
    let new = NewBatch { category, answers };
    let opened = request_batches::open(&services, &allowed.scope, &new, (&origin.0, &once)).await?;
    let tag = ETag(EntityTag::new_strong(opened.revision()?.as_str().to_owned()));
    let body = web::Json(views::detail(&allowed.scope, opened));
    Ok((body, StatusCode::CREATED).customize().insert_header(tag))
}

/// Reads a file in full, with the revision to be given back with a change.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(RequestBatchPath),
    responses((status = 200, body = RequestBatchDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/request-batches/{batch}")]
pub async fn get_request_batch(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    path: Path<RequestBatchPath>,
) -> Result<Revised<RequestBatchDetail>, ApiError> {
    revised(&allowed, request_batches::get(&services, &allowed.scope, path.batch).await?)
}

/// Sends the file itself, or a corrected one in its place. The body is the CSV, in UTF-8 or Windows-31J.
///
/// Each row gets a draft. A row is known again by the column that the portal names: its draft is changed, and what was sent stays
/// as it is. What the file says no more is discarded. A column that a file must have and has not is refused as `column_missing` at
/// the field that it answers; faults of single rows are read with the rows.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(RequestBatchPath, BatchFileQuery, IfMatch),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = RequestBatchDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([
        RequestBatchSubmitted,
        RequestFileTooLarge,
        RequestFileEmpty,
        RequestFileTooLong,
        RequestFileMalformed,
        RequestDraftLimitReached,
        TooManyAttempts,
        NumbersExhausted,
    ]))),
)]
#[put("/{portal}/request-batches/{batch}/file")]
pub async fn set_request_batch_file(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    origin: RequestOrigin,
    path: Path<RequestBatchPath>,
    from_revision: IfMatch,
    (query, request): (Query<BatchFileQuery>, HttpRequest),
    body: web::Payload,
) -> Result<Revised<RequestBatchDetail>, ApiError> {
    let _slot = services.slots.take(Work::Upload, &allowed.scope).await?;
    let content = uploads::read(&request, body, SIZE_MAX).await?.ok_or_else(request_batches::too_large)?;
    let file = File { name: &query.file_name, content };
    let batch = (path.batch, &from_revision.0);
    revised(&allowed, request_batches::upload(&services, &allowed.scope, batch, &file, &origin.0).await?)
}

/// Lists the rows of a file in its order, with what is wrong in them by line and column of the file.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(RequestBatchPath, BatchRowQuery, PageQuery),
    responses((status = 200, body = Page<RequestBatchRow>)),
)]
#[get("/{portal}/request-batches/{batch}/rows")]
pub async fn list_request_batch_rows(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    path: Path<RequestBatchPath>,
    query: Query<BatchRowQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<RequestBatchRow>>, ApiError> {
    let which = (path.batch, query.faulty);
    let rows = request_batches::rows(&services, &allowed.scope, which, page.part()?).await?;
    Ok(web::Json(pages::page(rows.page, Some(rows.total), views::row)))
}

/// Sends the requests of all rows together: all of them, with what comes of them and their mails, or none. Sent again, it is
/// answered alike and nothing is done twice.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(RequestBatchPath, IfMatch),
    responses((status = 200, body = RequestBatchDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestBatchIncomplete, NumbersExhausted]))),
)]
#[post("/{portal}/request-batches/{batch}/submission")]
pub async fn create_request_batch_submission(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    origin: RequestOrigin,
    path: Path<RequestBatchPath>,
    from_revision: IfMatch,
    body: Json<RequestBatchSubmissionRequest>,
) -> Result<Revised<RequestBatchDetail>, ApiError> {
    let batch = (path.batch, &from_revision.0);
    let version = body.terms_version.as_deref();
    revised(&allowed, request_batches::submit(&services, &allowed.scope, batch, version, &origin.0).await?)
}

/// Gives a file up that was not sent, with its drafts. Their numbers stay taken.
#[utoipa::path(
    tag = "request batches",
    security(("session" = [])),
    params(RequestBatchPath),
    responses((status = 204, description = "Given up")),
    extensions(("x-problem-codes" = json!([RequestBatchSubmitted]))),
)]
#[delete("/{portal}/request-batches/{batch}")]
pub async fn delete_request_batch(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequestBatches>,
    origin: RequestOrigin,
    path: Path<RequestBatchPath>,
) -> Result<HttpResponse, ApiError> {
    request_batches::discard(&services, &allowed.scope, path.batch, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn revised(allowed: &Allowed<MakeRequestBatches>, found: Detail) -> Result<Revised<RequestBatchDetail>, ApiError> {
    let revision = found.revision()?;
    Ok(Revised(views::detail(&allowed.scope, found), revision))
}
