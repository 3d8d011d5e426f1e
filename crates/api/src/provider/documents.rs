//! Documents that are delivered to contracts.

use actix_web::{HttpRequest, HttpResponse, post, web};
use madoguchi_api_types::provider::documents::DeliveredDocument;
use madoguchi_services::ProblemCode::{
    AttachmentEmpty, AttachmentTooLarge, AttachmentTypeRefused, ContractOver, FileInfected, FileScanUnavailable,
    StorageUnavailable,
};
use madoguchi_services::contract_documents::deliver::{self, NewDocument, SIZE_MAX};
use madoguchi_services::{Error, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::answers::{status, written};
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::paths::DeliveryPath;
use crate::problem::ApiError;
use crate::scopes::DocumentsWrite;
use crate::uploads;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(create_contract_document);
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// Name of the file; its ending must fit the content.
    #[serde(default)]
    file_name: String,
}

/// Delivers a file of at most 20 MiB to a contract: to the party that the pattern of the contract names, who is told by mail or
/// waits for the post. What it is follows from its content, not from what is said of it. The same file of a kind again is
/// `unchanged`, and nobody is told again.
#[utoipa::path(
    tag = "provider contracts",
    security(("client" = ["documents:write"])),
    params(DeliveryPath, DeliveryQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file itself"),
    responses((status = 200, body = DeliveredDocument), (status = 201, body = DeliveredDocument)),
    extensions(("x-problem-codes" = json!([
        AttachmentEmpty,
        AttachmentTooLarge,
        AttachmentTypeRefused,
        ContractOver,
        FileInfected,
        FileScanUnavailable,
        StorageUnavailable,
    ]))),
)]
#[post("/{portal}/provider/contracts/{number}/documents/{kind}")]
pub async fn create_contract_document(
    services: web::Data<Services>,
    client: Client<DocumentsWrite>,
    request: HttpRequest,
    path: Path<DeliveryPath>,
    query: Query<DeliveryQuery>,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let content = uploads::read(&request, body, SIZE_MAX).await?.ok_or(Error::Refused(AttachmentTooLarge))?;
    let DeliveryPath { number, kind } = path.into_inner();
    let file_name = query.into_inner().file_name;
    let new = NewDocument { contract: number, kind, file_name, content };
    let delivered = deliver::deliver(&services, &client.provider, &new).await?;
    let document = DeliveredDocument {
        id: delivered.document.id.into(),
        status: status(delivered.outcome),
        addressee: delivered.addressee.number,
        medium: delivered.document.medium,
        size: delivered.document.size,
        mails: u32::try_from(delivered.mails).unwrap_or(u32::MAX),
        delivered_at: delivered.document.delivered_at,
    };
    Ok(written(delivered.outcome, None, &document))
}
