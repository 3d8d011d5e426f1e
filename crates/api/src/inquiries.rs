//! Inquiries (お問い合わせ) and the files that belong to them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, web};
use madoguchi_api_types::inquiries::{
    Attachment, Inquiry, InquiryDetail, InquiryForm, InquiryMessageRequest, InquiryRequest,
};
use madoguchi_api_types::pages::Page;
use madoguchi_services::ProblemCode::{
    AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused, FileInfected, FileScanUnavailable, StorageUnavailable,
    TooMany, TooManyAttempts,
};
use madoguchi_services::Services;
use madoguchi_services::inquiries::{self, NewInquiry, NewMessage, attachments};
use madoguchi_services::limits::Work;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::allowed::{Allowed, Inquire};
use crate::bodies::Json;
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::inquiry_views as views;
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{AttachmentPath, InquiryAttachmentPath, InquiryPath, PortalPath};
use crate::problem::ApiError;
use crate::request_names::RequestName;
use crate::uploads;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(get_inquiry_form)
        .service(list_inquiries)
        .service(create_inquiry)
        .service(get_inquiry)
        .service(create_inquiry_message)
        .service(create_inquiry_attachment)
        .service(delete_inquiry_attachment)
        .service(download_inquiry_attachment);
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct UploadQuery {
    /// Name of the file; its ending must fit the content, so without one the file is refused.
    #[serde(default)]
    file_name: String,
}

/// Says what can be asked, which files may be attached, and what can be turned on by asking.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(PortalPath),
    responses((status = 200, body = InquiryForm)),
)]
#[get("/{portal}/inquiry-form")]
pub async fn get_inquiry_form(allowed: Allowed<Inquire>) -> web::Json<InquiryForm> {
    web::Json(views::form(&allowed.scope))
}

/// Lists inquiries, the newest first: the own ones; for administrators those of all that is billed together.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(PortalPath, PageQuery),
    responses((status = 200, body = Page<Inquiry>)),
)]
#[get("/{portal}/inquiries")]
pub async fn list_inquiries(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<Inquiry>>, ApiError> {
    let listed = inquiries::list(&services, &allowed.scope, page.part()?).await?;
    Ok(web::Json(pages::page(listed.page, Some(listed.total), |inquiry| views::row(&allowed.scope, inquiry))))
}

/// Sends an inquiry. A receipt is mailed.
///
/// A wish for a switch, worded as the provider's guide words it, is done at once when the user may switch and consents.
///
/// What the form of the kind asks beside subject, text and files stands in `answers`; its faults are at their paths there.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(PortalPath, RequestName),
    responses((status = 201, body = InquiryDetail)),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[post("/{portal}/inquiries")]
pub async fn create_inquiry(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    origin: RequestOrigin,
    name: RequestName,
    body: Json<InquiryRequest>,
) -> Result<impl Responder, ApiError> {
    let once = name.once("inquiries", &*body)?;
    let InquiryRequest { kind, subject, text, attachments, answers, consent } = body.into_inner();
    let new = NewInquiry { kind, subject, message: message(text, attachments), answers, consent };
    let sent = inquiries::create(&services, &allowed.scope, &new, &origin.0, &once).await?;
    Ok((web::Json(views::detail(&allowed.scope, sent)), StatusCode::CREATED))
}

/// Reads an inquiry with its thread.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(InquiryPath),
    responses((status = 200, body = InquiryDetail)),
)]
#[get("/{portal}/inquiries/{inquiry}")]
pub async fn get_inquiry(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    path: Path<InquiryPath>,
) -> Result<web::Json<InquiryDetail>, ApiError> {
    let found = inquiries::get(&services, &allowed.scope, path.inquiry).await?;
    Ok(web::Json(views::detail(&allowed.scope, found)))
}

/// Writes one more message. An inquiry that was closed is open again.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(InquiryPath, RequestName),
    responses((status = 201, body = InquiryDetail)),
    extensions(("x-problem-codes" = json!([TooManyAttempts]))),
)]
#[post("/{portal}/inquiries/{inquiry}/messages")]
pub async fn create_inquiry_message(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    origin: RequestOrigin,
    path: Path<InquiryPath>,
    name: RequestName,
    body: Json<InquiryMessageRequest>,
) -> Result<impl Responder, ApiError> {
    let once = name.once(&format!("inquiries/{}/messages", path.inquiry), &*body)?;
    let InquiryMessageRequest { text, attachments } = body.into_inner();
    let new = message(text, attachments);
    let found = inquiries::add_message(&services, &allowed.scope, path.inquiry, &new, (&origin.0, &once)).await?;
    Ok((web::Json(views::detail(&allowed.scope, found)), StatusCode::CREATED))
}

/// Uploads a file for the next message. The body is the file; its type is found in the content.
///
/// Not sent within a day, it is removed.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(PortalPath, UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Attachment)),
    extensions(("x-problem-codes" = json!([
        AttachmentEmpty,
        AttachmentTooLarge,
        AttachmentTypeRefused,
        FileInfected,
        FileScanUnavailable,
        TooMany,
        TooManyAttempts,
        StorageUnavailable,
    ]))),
)]
#[post("/{portal}/inquiry-attachments")]
pub async fn create_inquiry_attachment(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    origin: RequestOrigin,
    query: Query<UploadQuery>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<impl Responder, ApiError> {
    let _slot = services.slots.take(Work::Upload, &allowed.scope).await?;
    attachments::require_room(&services, &allowed.scope, &origin.0).await?;
    let content = uploads::read(&request, body, attachments::SIZE_MAX).await?.ok_or_else(attachments::too_large)?;
    let kept = attachments::upload(&services, &allowed.scope, &query.file_name, content).await?;
    Ok((web::Json(views::attachment(kept)), StatusCode::CREATED))
}

/// Takes back a file that was uploaded and not sent.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(AttachmentPath),
    responses((status = 204, description = "Removed")),
    extensions(("x-problem-codes" = json!([StorageUnavailable]))),
)]
#[delete("/{portal}/inquiry-attachments/{attachment}")]
pub async fn delete_inquiry_attachment(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    path: Path<AttachmentPath>,
) -> Result<HttpResponse, ApiError> {
    attachments::delete(&services, &allowed.scope, path.attachment).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Downloads a file of an inquiry.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(InquiryAttachmentPath),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "image/png"),
        (Vec<u8> = "image/jpeg"),
        (Vec<u8> = "text/plain"),
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ))),
    extensions(("x-problem-codes" = json!([StorageUnavailable]))),
)]
#[get("/{portal}/inquiries/{inquiry}/attachments/{attachment}")]
pub async fn download_inquiry_attachment(
    services: web::Data<Services>,
    allowed: Allowed<Inquire>,
    path: Path<InquiryAttachmentPath>,
) -> Result<HttpResponse, ApiError> {
    let InquiryAttachmentPath { inquiry, attachment } = path.into_inner();
    let (kept, content) = inquiries::attachment(&services, &allowed.scope, inquiry, attachment).await?;
    Ok(file(&kept.file_name, &kept.media_type).body(content))
}

fn message(text: String, attachments: Vec<Uuid>) -> NewMessage {
    NewMessage { text, attachments: attachments.into_iter().map(Into::into).collect() }
}
