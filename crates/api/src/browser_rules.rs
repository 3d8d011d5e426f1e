//! What every answer and every change of the API has in common: nothing is cached that does not say so, a change must come from our own
//! pages, and the session's cookie is made anew. What
//! systems call, by token, comes from no page.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, HOST, HeaderValue, ORIGIN};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use madoguchi_api_types::problems::ProblemCode;

use crate::{clients, cookies, problem};

/// A page of another site cannot set this header without asking first, and we never allow it.
const HEADER: &str = "x-madoguchi";

/// Guards changes and finishes answers.
pub async fn apply(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    // Systems come with no cookie that a page of another site could make a browser send.
    let is_guarded = !request.method().is_safe() && !clients::is_for_clients(request.path());
    if is_guarded && !is_ours(&request) {
        let refused = problem::problem(ProblemCode::RequestNotFromSite);
        return Ok(request.into_response(problem::respond(refused)).map_into_right_body());
    }
    let mut response = next.call(request).await?;
    let renewed = response.request().extensions().get::<cookies::Renewed>().cloned();
    if let Some(cookies::Renewed(cookie)) = renewed {
        response.response_mut().add_cookie(&cookie)?;
    }
    clients::write_headers(&mut response);
    if !response.headers().contains_key(CACHE_CONTROL) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response.map_into_left_body())
}

fn is_ours(request: &ServiceRequest) -> bool {
    let headers = request.headers();
    let text = |value: Option<&HeaderValue>| value.and_then(|value| value.to_str().ok().map(str::to_owned));
    let Some(origin) = headers.get(ORIGIN) else { return headers.contains_key(HEADER) };
    let host = text(headers.get(HOST)).or_else(|| request.uri().authority().map(|host| host.to_string()));
    let origin_host = text(Some(origin)).and_then(|o| o.split_once("://").map(|(_, host)| host.to_owned()));
    headers.contains_key(HEADER) && origin_host.is_some() && origin_host == host
}
