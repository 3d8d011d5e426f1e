//! The OpenAPI 3.1 description, made from the registered operations, and the pages that show it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::http::header::{CONTENT_SECURITY_POLICY, ContentType};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{Compress, DefaultHeaders};
use actix_web::{App, HttpResponse, web};
use bytes::Bytes;
use madoguchi_api_types::call_records::{CallRecordOrder, CsvEncoding};
use madoguchi_api_types::invoices::{InvoiceFormat, InvoiceOrder};
use madoguchi_api_types::orders::OrderSorting;
use madoguchi_api_types::problems::Problem;
use madoguchi_api_types::products::ProductOrder;
use madoguchi_api_types::quotes::QuoteOrder;
use madoguchi_api_types::requests::RequestOrder;
use madoguchi_services::Services;
use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::path::{Operation, Parameter};
use utoipa::openapi::schema::{ArrayItems, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{
    Content, ContentBuilder, KnownFormat, ObjectBuilder, Ref, RefOr, ResponseBuilder, Schema, SchemaFormat,
};
use utoipa::{IntoParams, OpenApi};
use utoipa_actix_web::{AppExt, scope};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::input::Query;
use crate::request_names::{self, RequestName};
use crate::{bounds, clients, named_requests, openapi_tags, problem_codes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Madoguchi",
        description = "Customer self-service portal for service providers: contracts, applications, orders, invoices, call \
                       records, documents, inquiries, users.",
        contact(name = "The provider that serves this portal"),
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    // Those that only parameters name; the others come with the operations.
    components(schemas(
        Problem,
        CallRecordOrder,
        CsvEncoding,
        InvoiceFormat,
        InvoiceOrder,
        OrderSorting,
        ProductOrder,
        QuoteOrder,
        RequestOrder,
    )),
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
    let parts = openapi.components.get_or_insert_default();
    parts.add_security_scheme(clients::SCHEME, clients::scheme());
    openapi.tags = Some(openapi_tags::all());
    complete(&mut openapi);
    openapi
}

/// What all operations have in common: any may answer with a problem, by its list of codes, and fields have bounds.
fn complete(openapi: &mut utoipa::openapi::OpenApi) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem =
        ResponseBuilder::new().description("A problem (RFC 9457)").content("application/problem+json", content).build();
    for (path, item) in &mut openapi.paths.paths {
        if let Some(post) = &mut item.post
            && named_requests::takes_name(&Method::POST, path)
        {
            let takes_it = |it: &RefOr<Parameter>| matches!(it, RefOr::T(it) if it.name == request_names::HEADER);
            let parameters = post.parameters.get_or_insert_default();
            if !parameters.iter().any(takes_it) {
                parameters.extend(RequestName::into_params(|| None).into_iter().map(RefOr::T));
            }
        }
        let reads = item.get.as_mut().into_iter().map(|read| (read, false));
        let changes = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for (operation, is_change) in reads.chain(changes.into_iter().flatten().map(|change| (change, true))) {
            let is_from_page = is_change && !clients::is_for_clients(path);
            bounds::describe_operation(operation, is_from_page);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && response.description.is_empty()
                {
                    reason(status).clone_into(&mut response.description);
                }
            }
            problem_codes::describe(path, operation, is_from_page);
            if path.contains("/provider/") {
                clients::describe(operation);
            }
            say_who(operation);
            describe_files(operation);
            operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
        }
    }
    openapi.components.iter_mut().flat_map(|parts| parts.schemas.values_mut()).for_each(bounds::describe_body);
    openapi.components.iter_mut().for_each(|parts| name_items(&mut parts.schemas));
}

/// What is no JSON is a file: a string of bytes, not the list of numbers that Rust keeps it in.
fn describe_files(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response.content.iter_mut().for_each(|(media_type, content)| describe_file(media_type, content));
        }
    }
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.content.iter_mut().for_each(|(media_type, content)| describe_file(media_type, content));
    }
}

fn describe_file(media_type: &str, content: &mut RefOr<Content>) {
    if media_type.contains("json") {
        return;
    }
    if let RefOr::T(content) = content
        && let Some(RefOr::T(Schema::Array(_))) = &content.schema
    {
        let file = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .content_media_type(media_type);
        content.schema = Some(file.into());
    }
}

/// Ends an operation's description with who may call it.
fn say_who(operation: &mut Operation) {
    let schemes = serde_json::to_value(&operation.security).unwrap_or_default();
    let scopes = schemes.pointer("/0/client").and_then(Value::as_array);
    let who = if let Some(scopes) = scopes {
        let scopes: Vec<String> = scopes.iter().filter_map(Value::as_str).map(|scope| format!("`{scope}`")).collect();
        format!("For systems whose token has the scope {}.", scopes.join(", "))
    } else if schemes.pointer("/0/session").is_some() {
        "For a person who is logged in.".to_owned()
    } else {
        "Needs no login.".to_owned()
    };
    let said = operation.description.take().map(|said| format!("{said}\n\n"));
    operation.description = Some(said.unwrap_or_default() + &who);
}

/// The items of a page are a schema of their own, so that a generated client has one type for them.
fn name_items(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let names: Vec<String> = schemas.keys().cloned().collect();
    for name in &names {
        let Some(item) = name.strip_prefix("Page_").filter(|item| names.iter().any(|it| it == item)) else { continue };
        if let Some(RefOr::T(Schema::Object(page))) = schemas.get_mut(name)
            && let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items")
        {
            items.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(item))));
        }
    }
}

/// A response must say what it is, and most need no more than the reason phrase of their status.
fn reason(status: &str) -> &'static str {
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    status.and_then(|status| status.canonical_reason()).unwrap_or("An answer")
}

/// Swagger UI draws its logo with inline styles and inline pictures; its scripts are files of ours.
const UI_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Written once a process: each worker configures its own routes.
static JSON: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(serde_json::to_vec(&description()).unwrap_or_default()));

/// Whose description is asked for.
#[derive(Debug, Deserialize)]
struct Whose {
    /// Key of a portal, with which the address is filled in where its tokens are got.
    portal: Option<String>,
}

async fn json(services: web::Data<Services>, whose: Query<Whose>) -> HttpResponse {
    let portal = whose.portal.as_deref().and_then(|key| services.portals.get(key).ok());
    let body = match portal {
        Some(portal) => {
            let own = clients::TOKEN_URL.replace("%7Bportal%7D", &portal.key);
            Bytes::from(String::from_utf8_lossy(&JSON).replace(clients::TOKEN_URL, &own))
        }
        None => JSON.clone(),
    };
    HttpResponse::Ok().content_type(ContentType::json()).body(body)
}

/// Serves the description at `/openapi.json` and Swagger UI at `/docs/api/`, where a developer logs in at one of the portals.
pub(crate) fn configure(config: &mut web::ServiceConfig, portals: &[String]) {
    let urls = portals.iter().map(|key| format!("/openapi.json?portal={key}"));
    let ui = SwaggerUi::new("/{_:.*}").config(Config::new(urls));
    let policy = DefaultHeaders::new().add((CONTENT_SECURITY_POLICY, UI_POLICY));
    config
        .service(web::resource("/openapi.json").wrap(Compress::default()).route(web::get().to(json)))
        .route("/docs/api", web::get().to(redirect))
        .service(web::scope("/docs/api").wrap(policy).service(ui));
}

async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("location", "/docs/api/")).finish()
}
