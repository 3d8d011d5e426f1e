//! Customers' inquiries (お問い合わせ) as systems of the provider read and answer them: by the same functions as the commands.

use actix_web::{HttpResponse, get, post, web};
use madoguchi_api_types::inquiries::InquiryState;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_inquiries::{InquiryAnswerRequest, ProviderInquiry, ProviderInquiryDetail};
use madoguchi_services::ProblemCode::StorageUnavailable;
use madoguchi_services::inquiries::by_provider::{self, Waiting};
use madoguchi_services::revisions::Named;
use madoguchi_services::{Provider, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::downloads::file;
use crate::input::{Path, Query};
use crate::inquiry_views::shown_message;
use crate::pages::{self, PageQuery};
use crate::paths::{NumberAttachmentPath, NumberPath, PortalPath};
use crate::problem::ApiError;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{InquiriesRead, InquiriesWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_provider_inquiries)
        .service(get_provider_inquiry)
        .service(download_provider_inquiry_attachment)
        .service(create_inquiry_answer)
        .service(create_inquiry_closure);
}

/// Which inquiries.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct ProviderInquiryQuery {
    /// State; those without an answer when absent.
    state: Option<InquiryState>,
}

/// Lists inquiries, the one that waits longest first.
#[utoipa::path(
    tag = "provider inquiries",
    security(("client" = ["inquiries:read"])),
    params(PortalPath, ProviderInquiryQuery, PageQuery),
    responses((status = 200, body = Page<ProviderInquiry>)),
)]
#[get("/{portal}/provider/inquiries")]
pub async fn list_provider_inquiries(
    services: web::Data<Services>,
    client: Client<InquiriesRead>,
    query: Query<ProviderInquiryQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ProviderInquiry>>, ApiError> {
    let listed = by_provider::pages(&services, &client.provider, query.state, page.part()?).await?;
    Ok(web::Json(pages::page(listed, None, row)))
}

/// Reads an inquiry with its thread and the revision to be given back with an answer.
#[utoipa::path(
    tag = "provider inquiries",
    security(("client" = ["inquiries:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderInquiryDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/inquiries/{number}")]
pub async fn get_provider_inquiry(
    services: web::Data<Services>,
    client: Client<InquiriesRead>,
    path: Path<NumberPath>,
) -> Result<Revised<ProviderInquiryDetail>, ApiError> {
    revised(&services, &client.provider, &path.number).await
}

/// Downloads a file of an inquiry. It is the customer's: have it looked at for viruses before it is opened.
#[utoipa::path(
    tag = "provider inquiries",
    security(("client" = ["inquiries:read"])),
    params(NumberAttachmentPath),
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
#[get("/{portal}/provider/inquiries/{number}/attachments/{attachment}")]
pub async fn download_provider_inquiry_attachment(
    services: web::Data<Services>,
    client: Client<InquiriesRead>,
    path: Path<NumberAttachmentPath>,
) -> Result<HttpResponse, ApiError> {
    let NumberAttachmentPath { number, attachment } = path.into_inner();
    let found = by_provider::get(&services, &client.provider, &number).await?;
    let (kept, content) = by_provider::attachment(&services, &client.provider, &found.inquiry, attachment).await?;
    Ok(file(&kept.file_name, &kept.media_type).body(content))
}

/// Answers an inquiry, and mails who asked that there is an answer.
///
/// With `If-Match` it is refused when the customer wrote meanwhile.
#[utoipa::path(
    tag = "provider inquiries",
    security(("client" = ["inquiries:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderInquiryDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[post("/{portal}/provider/inquiries/{number}/answers")]
pub async fn create_inquiry_answer(
    services: web::Data<Services>,
    client: Client<InquiriesWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
    body: Json<InquiryAnswerRequest>,
) -> Result<Revised<ProviderInquiryDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::answer(&services, &client.provider, named, &body.text).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Closes an inquiry; one that is closed stays so. A message of the customer opens it again.
#[utoipa::path(
    tag = "provider inquiries",
    security(("client" = ["inquiries:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderInquiryDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[post("/{portal}/provider/inquiries/{number}/closure")]
pub async fn create_inquiry_closure(
    services: web::Data<Services>,
    client: Client<InquiriesWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
) -> Result<Revised<ProviderInquiryDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::close(&services, &client.provider, named).await?;
    revised(&services, &client.provider, &path.number).await
}

async fn revised(
    services: &Services,
    provider: &Provider,
    number: &str,
) -> Result<Revised<ProviderInquiryDetail>, ApiError> {
    let (detail, named) = by_provider::get_named(services, provider, number).await?;
    let revision = by_provider::revision(&detail.inquiry)?;
    let messages = detail.messages.into_iter().map(shown_message).collect();
    Ok(Revised(ProviderInquiryDetail { inquiry: row(named), messages }, revision))
}

fn row(waiting: Waiting) -> ProviderInquiry {
    let Waiting { inquiry, customer_number, customer_name } = waiting;
    ProviderInquiry {
        number: inquiry.number,
        kind: inquiry.kind,
        subject: inquiry.subject,
        state: inquiry.state,
        customer_number,
        customer_name,
        created_at: inquiry.created_at,
        updated_at: inquiry.updated_at,
    }
}
