//! Inquiries (お問い合わせ) and the files that belong to them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, web};
use madoguchi_api_types::inquiries as types;
use madoguchi_api_types::inquiries::{Inquiry, InquiryDetail, InquiryForm, InquiryMessageRequest, InquiryRequest};
use madoguchi_api_types::pages::Page;
use madoguchi_domain::attachments::AttachmentType;
use madoguchi_domain::forms::{self, Questionnaire};
use madoguchi_domain::policy::{self, SwitchPolicy, WishPolicy};
use madoguchi_domain::switches::SwitchKind;
use madoguchi_services::ProblemCode::{
    AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused, FileInfected, FileScanUnavailable, StorageUnavailable,
    TooMany, TooManyAttempts,
};
use madoguchi_services::inquiries::{self, NewInquiry, NewMessage, attachments};
use madoguchi_services::limits::Work;
use madoguchi_services::{Scope, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::allowed::{Allowed, Inquire};
use crate::bodies::Json;
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{AttachmentPath, InquiryAttachmentPath, InquiryPath, PortalPath};
use crate::portals::text;
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
    let portal = allowed.scope.portal();
    let fields = |name: &str| {
        let path = forms::Path::root().name(name);
        let asked = portal.inquiry_kinds().map(|kind| Questionnaire::of_inquiry(portal, kind).field(&path).cloned());
        asked.collect::<Vec<Option<policy::Field>>>()
    };
    let required = |name| fields(name).iter().all(|field| field.as_ref().is_some_and(|field| field.required));
    let hint = fields("text").into_iter().flatten().find_map(|field| field.hint);
    let kinds = portal.inquiry_kinds();
    let kinds = kinds.map(|kind| types::InquiryKind {
        code: kind.code.clone(),
        label: text(&kind.label),
        confirm: kind.confirm,
        questionnaire: Questionnaire::of_inquiry(portal, kind),
    });
    web::Json(InquiryForm {
        kinds: kinds.collect(),
        subject_required: required("subject"),
        text_required: required("text"),
        text_note: hint.as_ref().map(text),
        attachment_bytes: u64::try_from(attachments::SIZE_MAX).unwrap_or(u64::MAX),
        attachments: u32::try_from(attachments::PER_MESSAGE_MAX).unwrap_or(u32::MAX),
        attachment_types: AttachmentType::ALL.iter().map(|kind| kind.media_type().to_owned()).collect(),
        wishes: madoguchi_services::switches::offered(&allowed.scope).map(wish_words).collect(),
    })
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
    Ok(web::Json(pages::page(listed.page, Some(listed.total), |inquiry| row(&allowed.scope, inquiry))))
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
    Ok((web::Json(detail(&allowed.scope, sent)), StatusCode::CREATED))
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
    Ok(web::Json(detail(&allowed.scope, found)))
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
    Ok((web::Json(detail(&allowed.scope, found)), StatusCode::CREATED))
}

/// Uploads a file for the next message. The body is the file; its type is found in the content.
///
/// Not sent within a day, it is removed.
#[utoipa::path(
    tag = "inquiries",
    security(("session" = [])),
    params(PortalPath, UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = types::Attachment)),
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
    Ok((web::Json(attachment(kept)), StatusCode::CREATED))
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
    responses((status = 200, description = "The file", content_type = "application/octet-stream", body = Vec<u8>)),
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

fn wish_words((policy, wish): (&SwitchPolicy, &WishPolicy)) -> types::WishWords {
    types::WishWords { switch: policy.kind, kind: wish.kind.clone(), subject: wish.subject.clone() }
}

fn message(text: String, attachments: Vec<Uuid>) -> NewMessage {
    NewMessage { text, attachments: attachments.into_iter().map(Into::into).collect() }
}

fn kind(scope: &Scope, code: &str) -> madoguchi_api_types::portals::Text {
    match scope.portal().request_kind(code) {
        Some(kind) => text(&kind.label),
        // A kind that the portal has no more.
        None => madoguchi_api_types::portals::Text { ja: code.to_owned(), en: code.to_owned() },
    }
}

fn row(scope: &Scope, inquiry: inquiries::Inquiry) -> Inquiry {
    Inquiry {
        id: inquiry.id.into(),
        kind: kind(scope, &inquiry.kind),
        number: inquiry.number,
        subject: inquiry.subject,
        state: inquiry.state,
        created_at: inquiry.created_at,
        updated_at: inquiry.updated_at,
    }
}

fn detail(scope: &Scope, found: inquiries::Detail) -> InquiryDetail {
    let inquiry = found.inquiry;
    let wish = inquiry.wish.as_deref().and_then(SwitchKind::from_code);
    let effective_from = inquiry.wish_effective_from;
    InquiryDetail {
        id: inquiry.id.into(),
        kind: kind(scope, &inquiry.kind),
        number: inquiry.number,
        subject: inquiry.subject,
        state: inquiry.state,
        created_at: inquiry.created_at,
        messages: found.messages.into_iter().map(shown_message).collect(),
        wish: wish.map(|wish| types::InquiryWish { kind: wish, effective_from }),
    }
}

/// A message of a thread.
pub fn shown_message(found: inquiries::Message) -> types::InquiryMessage {
    types::InquiryMessage {
        id: found.message.id.into(),
        by_provider: found.message.user_id.is_none(),
        author: found.author,
        text: found.message.text,
        created_at: found.message.created_at,
        attachments: found.attachments.into_iter().map(attachment).collect(),
    }
}

fn attachment(kept: inquiries::Attachment) -> types::Attachment {
    types::Attachment {
        id: kept.id.into(),
        file_name: kept.file_name,
        media_type: kept.media_type,
        size: u64::try_from(kept.size).unwrap_or(0),
    }
}
