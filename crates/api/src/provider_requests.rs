//! Customers' requests (申込) as systems of the provider read and decide them: by the same functions as the commands.

use actix_web::{get, post, web};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::provider_requests::{
    ProviderRequest, ProviderRequestDetail, RequestCompletionRequest, RequestRefusalRequest,
};
use madoguchi_api_types::requests::RequestState;
use madoguchi_services::ProblemCode::RequestDecided;
use madoguchi_services::requests::by_provider::{self, Shown, Waiting};
use madoguchi_services::revisions::Named;
use madoguchi_services::{Provider, Services};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::bodies::Json;
use crate::clients::Client;
use crate::input::{Path, Query};
use crate::pages::{self, PageQuery};
use crate::paths::{NumberPath, PortalPath};
use crate::portals::text;
use crate::problem::ApiError;
use crate::request_views as views;
use crate::revisions::{IfMatch, Revised};
use crate::scopes::{RequestsRead, RequestsWrite};

/// The operations of this noun.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_provider_requests)
        .service(get_provider_request)
        .service(create_request_review)
        .service(create_request_completion)
        .service(create_request_rejection)
        .service(create_request_failure);
}

/// Which requests.
#[derive(Clone, Debug, Deserialize, IntoParams)]
pub struct ProviderRequestQuery {
    /// State; those not decided yet when absent. Drafts are the customer's alone.
    state: Option<RequestState>,
}

/// Lists requests that customers sent, the one that waits longest first.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:read"])),
    params(PortalPath, ProviderRequestQuery, PageQuery),
    responses((status = 200, body = Page<ProviderRequest>)),
)]
#[get("/{portal}/provider/requests")]
pub async fn list_provider_requests(
    services: web::Data<Services>,
    client: Client<RequestsRead>,
    query: Query<ProviderRequestQuery>,
    page: Query<PageQuery>,
) -> Result<web::Json<Page<ProviderRequest>>, ApiError> {
    let listed = by_provider::pages(&services, &client.provider, query.state, page.part()?).await?;
    Ok(web::Json(pages::page(listed, None, row)))
}

/// Reads a request as it was sent, with what happened to it and the revision to be given back with a decision.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:read"])),
    params(NumberPath),
    responses((status = 200, body = ProviderRequestDetail, headers(("ETag" = String, description = "Revision")))),
)]
#[get("/{portal}/provider/requests/{number}")]
pub async fn get_provider_request(
    services: web::Data<Services>,
    client: Client<RequestsRead>,
    path: Path<NumberPath>,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    revised(&services, &client.provider, &path.number).await
}

/// Begins to look into a request (確認中). The customer sees it and is not mailed; one that is looked into already stays so.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderRequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided]))),
)]
#[post("/{portal}/provider/requests/{number}/review")]
pub async fn create_request_review(
    services: web::Data<Services>,
    client: Client<RequestsWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::review(&services, &client.provider, named).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Completes a request (手配済, 登録済) with what comes of it, and mails the customer. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderRequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided]))),
)]
#[post("/{portal}/provider/requests/{number}/completion")]
pub async fn create_request_completion(
    services: web::Data<Services>,
    client: Client<RequestsWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
    body: Json<RequestCompletionRequest>,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::complete(&services, &client.provider, named, &body.note).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Rejects a request (却下) for a reason that the customer reads, and mails it. Sent again it changes nothing.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderRequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided]))),
)]
#[post("/{portal}/provider/requests/{number}/rejection")]
pub async fn create_request_rejection(
    services: web::Data<Services>,
    client: Client<RequestsWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
    body: Json<RequestRefusalRequest>,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::reject(&services, &client.provider, named, &body.reason).await?;
    revised(&services, &client.provider, &path.number).await
}

/// Does not take a request (受付失敗): one that cannot be handled as it was sent. The customer is mailed, and may send another.
#[utoipa::path(
    tag = "provider requests",
    security(("client" = ["requests:write"])),
    params(NumberPath, IfMatch),
    responses((status = 200, body = ProviderRequestDetail, headers(("ETag" = String, description = "Revision")))),
    extensions(("x-problem-codes" = json!([RequestDecided]))),
)]
#[post("/{portal}/provider/requests/{number}/failure")]
pub async fn create_request_failure(
    services: web::Data<Services>,
    client: Client<RequestsWrite>,
    path: Path<NumberPath>,
    from_revision: IfMatch,
    body: Json<RequestRefusalRequest>,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    let named = Named { name: &path.number, expected: &from_revision.0 };
    by_provider::fail(&services, &client.provider, named, &body.reason).await?;
    revised(&services, &client.provider, &path.number).await
}

async fn revised(
    services: &Services,
    provider: &Provider,
    number: &str,
) -> Result<Revised<ProviderRequestDetail>, ApiError> {
    let found = by_provider::get(services, provider, number).await?;
    let revision = found.revision()?;
    let Shown { request, confirmation, history, customer_number, customer_name } = found;
    let detail = ProviderRequestDetail {
        label: text(&confirmation.title),
        request: row(Waiting { request, customer_number, customer_name }),
        confirmation: views::confirmation(confirmation, None, None),
        history: history.into_iter().map(views::event).collect(),
    };
    Ok(Revised(detail, revision))
}

fn row(waiting: Waiting) -> ProviderRequest {
    let Waiting { request, customer_number, customer_name } = waiting;
    ProviderRequest {
        number: request.number,
        kind: request.kind,
        category: request.category,
        title: request.title,
        state: request.state,
        customer_number,
        customer_name,
        opened_on: request.opened_on,
        submitted_at: request.submitted_at,
        updated_at: request.updated_at,
    }
}
