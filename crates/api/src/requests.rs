//! One span and one log line for each request. Logs the route's pattern, never the path: a path may hold a token.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tracing::Instrument;
use uuid::Uuid;

tokio::task_local! {
    static ID: String;
}

/// Name of a request, on its response and in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Id of the request under way, for problems.
pub(crate) fn current_id() -> Option<String> {
    ID.try_with(Clone::clone).ok()
}

/// Names the request, runs it in a span and logs what became of it.
///
/// # Errors
/// Those of the handler.
pub async fn trace(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = Uuid::now_v7().simple().to_string();
    let started = std::time::Instant::now();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = %id, method = %method);
    let call = ID.scope(id.clone(), next.call(request)).instrument(span.clone());
    let mut response = call.await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "(site)".to_owned());
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(route, status = response.status().as_u16(), micros, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}
