//! Knows which methods each path of the API has, from its description; must not know what they do.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use actix_web::dev::ResourceDef;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_services::Error;

use crate::openapi;
use crate::problem::{ApiError, problem, respond};

/// Each path with the methods that it has.
static PATHS: LazyLock<Vec<(ResourceDef, BTreeSet<&'static str>)>> = LazyLock::new(|| {
    let paths = openapi::description().paths.paths;
    paths.into_iter().map(|(path, item)| (ResourceDef::new(path), methods(&item))).collect()
});

fn methods(item: &utoipa::openapi::PathItem) -> BTreeSet<&'static str> {
    // What can be read can be asked for without its body.
    let there = [
        ("GET", item.get.is_some()),
        ("HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    there.into_iter().filter(|(_, is_there)| *is_there).map(|(method, _)| method).collect()
}

/// For what no operation takes: 405 on a path that has other methods, 404 on one that there is not.
pub async fn refuse(request: HttpRequest) -> HttpResponse {
    let path = request.path();
    let found = PATHS.iter().filter(|(pattern, _)| pattern.is_match(path)).flat_map(|(_, methods)| methods);
    let allowed: BTreeSet<&str> = found.copied().collect();
    if allowed.is_empty() || allowed.contains(request.method().as_str()) {
        return ApiError::from(Error::NotFound).error_response();
    }
    let mut response = respond(problem(ProblemCode::MethodNotAllowed));
    let allowed = allowed.into_iter().collect::<Vec<_>>().join(", ");
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}
