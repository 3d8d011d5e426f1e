//! The OpenAPI 3.1 description, made from the registered operations, and the pages that show it.

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, ContentType};
use actix_web::middleware::{Compress, DefaultHeaders};
use actix_web::{App, HttpResponse, web};
use bytes::Bytes;
use madoguchi_api_types::call_records::{CallRecordOrder, CsvEncoding};
use madoguchi_api_types::invoices::{InvoiceFormat, InvoiceOrder};
use madoguchi_api_types::problems::Problem;
use madoguchi_api_types::products::ProductOrder;
use madoguchi_api_types::requests::RequestOrder;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa_actix_web::{AppExt, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{bounds, problem_codes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Madoguchi",
        description = "Customer self-service portal for service providers: contracts, invoices, call records.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    // Those that only parameters name; the others come with the operations.
    components(schemas(Problem, CallRecordOrder, CsvEncoding, InvoiceFormat, InvoiceOrder, ProductOrder, RequestOrder)),
    servers((url = "/", description = "This server")),
)]
struct Base;

/// The description of every operation of [`crate::configure`].
#[must_use]
pub fn description() -> utoipa::openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Base::openapi());
    let app = app.service(scope::scope("/api/v1").configure(crate::operations));
    let (_, mut openapi) = app.split_for_parts();
    let cookie = ApiKeyValue::with_description("__Host-madoguchi-{portal}", "Session of the browser");
    openapi
        .components
        .get_or_insert_default()
        .add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    complete(&mut openapi);
    openapi
}

/// What all operations have in common: any may answer with a problem, by its list of codes, and fields have bounds.
fn complete(openapi: &mut utoipa::openapi::OpenApi) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem =
        ResponseBuilder::new().description("A problem (RFC 9457)").content("application/problem+json", content).build();
    for (path, item) in &mut openapi.paths.paths {
        let reads = item.get.as_mut().into_iter().map(|read| (read, false));
        let changes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for (operation, is_change) in reads.chain(changes.into_iter().flatten().map(|change| (change, true))) {
            bounds::describe_operation(operation, is_change);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    reason(status).clone_into(&mut response.description);
                }
            }
            problem_codes::describe(path, operation, is_change);
            operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
        }
    }
    openapi.components.iter_mut().flat_map(|parts| parts.schemas.values_mut()).for_each(bounds::describe_body);
}

/// A response must say what it is, and most need no more than the reason phrase of their status.
fn reason(status: &str) -> &'static str {
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    status.and_then(|status| status.canonical_reason()).unwrap_or("An answer")
}

/// Swagger UI draws its logo with inline styles and inline pictures; its scripts are files of ours.
const UI_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Serves the description at `/openapi.json` and Swagger UI at `/docs/api/`.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    /// Written once a process: each worker configures its own routes.
    static JSON: LazyLock<Bytes> =
        LazyLock::new(|| Bytes::from(serde_json::to_vec(&description()).unwrap_or_default()));
    let ui = SwaggerUi::new("/{_:.*}").config(Config::from("/openapi.json"));
    let policy = DefaultHeaders::new().add((CONTENT_SECURITY_POLICY, UI_POLICY));
    config
        .service(
            web::resource("/openapi.json")
                .wrap(Compress::default())
                .route(web::get().to(|| {
                    std::future::ready(HttpResponse::Ok().content_type(ContentType::json()).body(JSON.clone()))
                })),
        )
        .route("/docs/api", web::get().to(redirect))
        .service(web::scope("/docs/api").wrap(policy).service(ui));
}

async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("location", "/docs/api/")).finish()
}
