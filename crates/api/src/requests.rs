//! Requests (申込): opened, filled in, confirmed, sent, read and taken back.

use actix_web::http::StatusCode;
use actix_web::http::header::{ETag, EntityTag};
use actix_web::{HttpResponse, Responder, delete, get, post, put, web};
use chrono::NaiveDate;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::{
    Request, RequestAnswersRequest, RequestConfirmation, RequestDecision, RequestDetail, RequestDraftRequest,
    RequestOrder, RequestState, RequestSubmissionRequest, RequestWithdrawalRequest,
};
use madoguchi_services::ProblemCode::{
    ApproverMissing, ChangeFiled, ContractOver, FontMissing, NothingChanged, NumbersExhausted, OrderNotArranged,
    OrderOver, RequestDecided, RequestDraftLimitReached, RequestNotDraft, TerminationFiled, TooManyAttempts,
};
use madoguchi_services::Services;
use madoguchi_services::limits::Work;
use madoguchi_services::requests::{self, Filter, NewDraft, Submission, Typed};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, MakeRequests};
use crate::bodies::Json;
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, OrderQuery, PageQuery};
use crate::paths::{PortalPath, RequestPath};
use crate::problem::ApiError;
use crate::request_names::RequestName;
use crate::request_views::{self as views, detail, ordering, row};
use crate::revisions::{IfMatch, Revised};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_requests)
        .service(create_request)
        .service(get_request)
        .service(update_request_answers)
        .service(get_request_confirmation)
        .service(create_request_submission)
        .service(create_request_withdrawal)
        .service(delete_request)
        .service(download_request_document);
}

/// Which requests. What is absent does not narrow; all that is there narrows together.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct RequestQuery {
    /// State.
    state: Option<RequestState>,
    /// Code of the kind.
    kind: Option<String>,
    /// Code of the contract category.
    category: Option<String>,
    /// 申込日 from this day on, as `2026-04-01`.
    from: Option<NaiveDate>,
    /// 申込日 until this day, itself included.
    until: Option<NaiveDate>,
    /// A part of the number.
    number: Option<String>,
    /// 確認結果.
    decision: Option<RequestDecision>,
    /// A part of the number of the order.
    order_number: Option<String>,
    /// Whether it was sent; drafts were not.
    sent: Option<bool>,
}

/// Lists requests, drafts among them: the own ones; for administrators those of all that is billed together.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(PortalPath, RequestQuery, OrderQuery<RequestOrder>, PageQuery),
    responses((status = 200, body = Page<Request>)),
)]
#[get("/{portal}/requests")]
pub async fn list_requests(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    query: Query<RequestQuery>,
    order: Query<OrderQuery<RequestOrder>>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Request>>, ApiError> {
    let RequestQuery { state, kind, category, from, until, number, decision, order_number, sent } = query.into_inner();
    let filter = Filter { state, kind, category, from, until, number, decision, order_number, sent };
    let listed = requests::list(&services, &allowed.scope, &filter, ordering(order.order), page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), |found| row(&allowed.scope, found))))
}

/// Opens a draft. Its number and day are given now, and the number to no other request ever.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(PortalPath, RequestName),
    responses((status = 201, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDraftLimitReached, TooManyAttempts, NumbersExhausted, ContractOver, TerminationFiled, OrderOver]))),
)]
#[post("/{portal}/requests")]
pub async fn create_request(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<RequestDraftRequest>,
) -> Result<impl Responder, ApiError> {
    let once = name.once("requests", &*body)?;
    let RequestDraftRequest { kind, category, contract_id, order_number, quote_number } = body.into_inner();
    let contract_id = contract_id.map(Into::into);
    let new = NewDraft { kind, category, contract_id, order_number, quote_number };
    let opened = requests::open(&services, &allowed.scope, &new, &origin.0, &once).await?;
    let tag = ETag(EntityTag::new_strong(opened.row.revision()?.as_str().to_owned()));
    let body = web::Json(detail(&allowed.scope, opened));
    Ok((body, StatusCode::CREATED).customize().insert_header(tag))
}

/// Reads a request in full, with the revision to be given back with a change.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/requests/{request}")]
pub async fn get_request(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    path: Path<RequestPath>,
) -> Result<Revised<RequestDetail>, ApiError> {
    let found = requests::get(&services, &allowed.scope, path.request).await?;
    revised(&allowed, found)
}

/// Saves what a draft holds so far, all of it, as it was typed. It is checked when it is confirmed.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath, IfMatch),
    responses((status = 200, body = Request, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestNotDraft]))),
)]
#[put("/{portal}/requests/{request}/answers")]
pub async fn update_request_answers(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    path: Path<RequestPath>,
    from_revision: IfMatch,
    body: Json<RequestAnswersRequest>,
) -> Result<Revised<Request>, ApiError> {
    let RequestAnswersRequest { category, answers } = body.into_inner();
    let typed = Typed { category, answers };
    let saved = requests::save(&services, &allowed.scope, (path.request, &from_revision.0), &typed).await?;
    let revision = saved.revision()?;
    Ok(Revised(row(&allowed.scope, saved), revision))
}

/// Reads a request as it is confirmed: a draft is checked in full, with every fault at its path in the answers; what was
/// sent stands as it was sent.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, body = RequestConfirmation)),
    extensions(("x-problem-codes" = json!([ContractOver, TerminationFiled, ChangeFiled, NothingChanged, OrderNotArranged, OrderOver]))),
)]
#[get("/{portal}/requests/{request}/confirmation")]
pub async fn get_request_confirmation(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    path: Path<RequestPath>,
) -> Result<web::Json<RequestConfirmation>, ApiError> {
    let (request, found, need) = requests::confirmation(&services, &allowed.scope, path.request).await?;
    let terms = views::terms_to_agree(&allowed.scope, &request);
    Ok(web::Json(views::confirmation(found, terms, need)))
}

/// Sends a draft, once. What comes of it is done at once, and a mail says so. A draft that needs approval inside the customer
/// waits for it (`in_approval`) and reaches the provider when somebody else approves it.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath, IfMatch, RequestName),
    responses((status = 200, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([
        RequestNotDraft,
        NumbersExhausted,
        ContractOver,
        TerminationFiled,
        ChangeFiled,
        NothingChanged,
        OrderNotArranged,
        OrderOver,
        ApproverMissing,
    ]))),
)]
#[post("/{portal}/requests/{request}/submission")]
pub async fn create_request_submission(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    origin: RequestOrigin,
    path: Path<RequestPath>,
    (from_revision, name): (IfMatch, RequestName),
    body: Json<RequestSubmissionRequest>,
) -> Result<Revised<RequestDetail>, ApiError> {
    let once = name.once(&format!("requests/{}/submission", path.request), &*body)?;
    let terms_version = body.terms_version.as_deref();
    let submission = Submission { id: path.request, expected: &from_revision.0, terms_version };
    let sent = requests::submit(&services, &allowed.scope, &submission, (&origin.0, &once)).await?;
    revised(&allowed, sent)
}

/// Takes a request back, while the provider has not decided.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, body = RequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided]))),
)]
#[post("/{portal}/requests/{request}/withdrawal")]
pub async fn create_request_withdrawal(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    origin: RequestOrigin,
    path: Path<RequestPath>,
    body: Json<RequestWithdrawalRequest>,
) -> Result<Revised<RequestDetail>, ApiError> {
    let taken_back = requests::withdraw(&services, &allowed.scope, path.request, &body.reason, &origin.0).await?;
    revised(&allowed, taken_back)
}

/// Discards a draft. Its number stays taken.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 204, description = "Discarded")),
    extensions(("x-problem-codes" = json!([RequestNotDraft]))),
)]
#[delete("/{portal}/requests/{request}")]
pub async fn delete_request(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    origin: RequestOrigin,
    path: Path<RequestPath>,
) -> Result<HttpResponse, ApiError> {
    requests::discard(&services, &allowed.scope, path.request, &origin.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Downloads what is confirmed as PDF: of a draft that is complete, or of what was sent.
#[utoipa::path(
    tag = "requests",
    security(("session" = [])),
    params(RequestPath),
    responses((status = 200, description = "The file", content_type = "application/pdf", body = Vec<u8>)),
    extensions(("x-problem-codes" = json!([FontMissing, ContractOver, TerminationFiled, ChangeFiled, NothingChanged, OrderNotArranged, OrderOver]))),
)]
#[get("/{portal}/requests/{request}/document")]
pub async fn download_request_document(
    services: web::Data<Services>,
    allowed: Allowed<MakeRequests>,
    path: Path<RequestPath>,
) -> Result<HttpResponse, ApiError> {
    let _slot = services.slots.take(Work::Document, &allowed.scope).await?;
    let (name, content) = requests::document(&services, &allowed.scope, path.request).await?;
    Ok(file(&name, "application/pdf").body(content))
}

fn revised(allowed: &Allowed<MakeRequests>, found: requests::Detail) -> Result<Revised<RequestDetail>, ApiError> {
    let revision = found.row.revision()?;
    Ok(Revised(detail(&allowed.scope, found), revision))
}
