//! Documents that the provider delivered to a contract (アカウント票 …), for the party that gets them.

use actix_web::{HttpResponse, get, web};
use madoguchi_api_types::contract_documents::ContractDocument;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::portals::Text;
use madoguchi_domain::policy::Portal;
use madoguchi_services::ProblemCode::StorageUnavailable;
use madoguchi_services::limits::Work;
use madoguchi_services::{Services, contract_documents};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::allowed::{Allowed, ReadContractDocuments};
use crate::downloads;
use crate::input::{Path, Query};
use crate::origin::RequestOrigin;
use crate::pages::{self, PageQuery};
use crate::paths::{ContractDocumentPath, ContractPath};
use crate::portals::text;
use crate::problem::ApiError;

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_contract_documents).service(download_contract_document);
}

/// Lists the documents that were delivered to a contract, the newest first. Only the party that the pattern of the contract
/// names has them: for everybody else who sees the contract they are not found.
#[utoipa::path(
    tag = "contract documents",
    security(("session" = [])),
    params(ContractPath, PageQuery),
    responses((status = 200, body = Page<ContractDocument>)),
)]
#[get("/{portal}/contracts/{contract}/documents")]
pub async fn list_contract_documents(
    services: web::Data<Services>,
    allowed: Allowed<ReadContractDocuments>,
    path: Path<ContractPath>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ContractDocument>>, ApiError> {
    let listed = contract_documents::list(&services, &allowed.scope, path.contract, page.part()?).await?;
    let portal = allowed.scope.portal();
    Ok(web::Json(pages::page(listed.page, Some(listed.total), |document| row(portal, document))))
}

/// Downloads a document of a contract. The first download is set down.
#[utoipa::path(
    tag = "contract documents",
    security(("session" = [])),
    params(ContractDocumentPath),
    responses((status = 200, description = "The file", content(
        (Vec<u8> = "application/pdf"),
        (Vec<u8> = "image/png"),
        (Vec<u8> = "image/jpeg"),
        (Vec<u8> = "text/plain"),
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/zip"),
        (Vec<u8> = "application/x-pkcs12"),
    ))),
    extensions(("x-problem-codes" = json!([StorageUnavailable]))),
)]
#[get("/{portal}/contracts/{contract}/documents/{document}/file")]
pub async fn download_contract_document(
    services: web::Data<Services>,
    allowed: Allowed<ReadContractDocuments>,
    origin: RequestOrigin,
    path: Path<ContractDocumentPath>,
) -> Result<HttpResponse, ApiError> {
    let ContractDocumentPath { contract, document } = path.into_inner();
    let slot = services.slots.take(Work::Download, &allowed.scope).await?;
    let (document, pieces) =
        contract_documents::open(&services, &allowed.scope, (contract, document), &origin.0).await?;
    downloads::stream(&document.file_name, &document.media_type, slot, pieces).await
}

fn row(portal: &Portal, document: contract_documents::ContractDocument) -> ContractDocument {
    ContractDocument {
        id: document.id.into(),
        kind: label(portal, &document.kind),
        file_name: document.file_name,
        media_type: document.media_type,
        size: u64::try_from(document.size).unwrap_or(0),
        medium: document.medium,
        delivered_at: document.delivered_at,
        dispatched_at: document.dispatched_at,
        first_opened_at: document.first_opened_at,
    }
}

/// What a kind is called; by its code where the portal has it no more.
pub fn label(portal: &Portal, code: &str) -> Text {
    let documents = portal.contracts.as_ref().and_then(|contracts| contracts.documents.as_ref());
    let kind = documents.and_then(|documents| documents.kind(code));
    kind.map_or_else(|| Text { ja: code.to_owned(), en: code.to_owned() }, |kind| text(&kind.label))
}
