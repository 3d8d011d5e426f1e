//! Requests that a system named (`Idempotency-Key`) are done once and answered alike, whatever operation they are for. Who asks
//! and may comes first: only then is the body fetched and looked up, and from then on all that is done is kept together with its
//! answer. Must not know what is asked.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use bytes::BytesMut;
use futures_util::{StreamExt, stream};
use madoguchi_services::idempotency::requests::{self, Answer, NamedRequest};
use madoguchi_services::{Error, ProblemCode, Provider, Services};
use tokio::sync::oneshot;

use crate::problem::{ApiError, problem, respond};
use crate::request_names::read_name;
use crate::{body_times, input};

/// Largest body of a named request, in bytes: that of a document.
const BODY_MAX: usize = 20 * 1024 * 1024;
/// Headers that belong to an answer.
static KEPT_HEADERS: [HeaderName; 3] = [CONTENT_TYPE, ETAG, LOCATION];
/// How the path of what is of any length ends: it is never held, and known by its content.
pub const STREAMED: &str = "/call-records/imports";
/// How the paths of what shows a secret end: such an answer is kept nowhere, so it cannot be given a second time.
const SECRET: [&str; 2] = ["/webhooks", "/secrets"];

/// Whether requests to an operation can be named.
pub fn takes_name(method: &Method, path: &str) -> bool {
    // Below `/api/v1/{portal}`.
    let is_other = path.ends_with(STREAMED) || SECRET.iter().any(|end| path.ends_with(end));
    *method == Method::POST && path.split('/').nth(4) == Some("provider") && !is_other
}

/// A named request whose body is held until it is clear who asks.
#[derive(Clone)]
struct Held(Rc<Holding>);

struct Holding {
    name: String,
    body: RefCell<Option<Payload>>,
    reader: Cell<Option<oneshot::Sender<Bytes>>>,
    named: RefCell<Option<NamedRequest>>,
}

/// Does named requests once; others go their way.
pub async fn apply(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    if !takes_name(request.method(), request.path()) {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let name = match read_name(request.headers()) {
        Ok(Some(name)) => name,
        Ok(None) => return next.call(request).await.map(ServiceResponse::map_into_left_body),
        Err(error) => {
            let refused = ApiError::from(error).error_response();
            return Ok(request.into_response(refused).map_into_right_body());
        }
    };
    let (reader, body) = oneshot::channel();
    let payload = request.take_payload();
    let held = Held(Rc::new(Holding {
        name,
        body: RefCell::new(Some(payload)),
        reader: Cell::new(Some(reader)),
        named: RefCell::default(),
    }));
    let body = stream::once(async move { body.await.map_err(|_| PayloadError::Incomplete(None)) });
    request.set_payload(Payload::Stream { payload: Box::pin(body) });
    request.extensions_mut().insert(held.clone());
    let (response, ended) = requests::run(next.call(request)).await;
    let response = response?;
    let Some(named) = held.0.named.take() else { return Ok(response.map_into_left_body()) };
    let (request, response) = response.into_parts();
    let answer = read(response).await?;
    let services = services(&request)?;
    let sent = match named.end(&services, ended, &answer).await {
        Ok(other) => write(other.as_ref().unwrap_or(&answer)),
        Err(error) => ApiError::from(error).error_response(),
    };
    Ok(ServiceResponse::new(request, sent).map_into_right_body())
}

/// To be called when it is clear who asks and that they may: fetches the body, and refuses with the answer that the same request
/// got before. Nothing for a request without a name.
///
/// # Errors
/// The answer that was given before, as what the extractor fails with; `idempotency_key_reused`; a body that does not arrive.
pub async fn begin(request: &HttpRequest, provider: &Provider) -> Result<(), actix_web::Error> {
    let held = request.extensions().get::<Held>().cloned();
    let (Some(Held(held)), Some(client)) = (held, provider.client()) else { return Ok(()) };
    let Some(body) = held.body.take() else { return Ok(()) };
    let body = fetch(body).await?;
    let operation = format!("{} {}", request.method(), request.uri());
    let named = NamedRequest::new(provider.portal(), client.into(), &held.name, &operation, &body);
    let services = services(request)?;
    if let Some(answer) = named.answered(&services).await.map_err(ApiError::from)? {
        return Err(actix_web::error::InternalError::from_response("answered before", write(&answer)).into());
    }
    named.begin(&services);
    held.named.replace(Some(named));
    // Nobody reads it where an operation takes no body.
    let _unread = held.reader.take().map(|reader| reader.send(body));
    Ok(())
}

async fn fetch(mut body: Payload) -> Result<Bytes, actix_web::Error> {
    let mut content = BytesMut::new();
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| {
            let is_late = body_times::is_timeout(&error);
            input::refuse(error, if is_late { ProblemCode::BodyTimeout } else { ProblemCode::BodyIncomplete })
        })?;
        if content.len() + part.len() > BODY_MAX {
            return Err(input::refuse("a named request is larger than that", ProblemCode::BodyTooLarge));
        }
        content.extend_from_slice(&part);
    }
    Ok(content.freeze())
}

async fn read(response: HttpResponse<impl MessageBody>) -> Result<Answer, actix_web::Error> {
    let status = response.status().as_u16();
    let kept = |name: &HeaderName| {
        let value = response.headers().get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let headers = KEPT_HEADERS.iter().filter_map(kept).collect();
    let body = to_bytes(response.into_body()).await.map_err(|_| unreadable("an answer broke off"))?;
    let body = String::from_utf8(body.into()).map_err(|_| unreadable("an answer that is no text"))?;
    Ok(Answer { status, headers, body })
}

fn unreadable(cause: &'static str) -> actix_web::Error {
    ApiError::from(Error::internal(cause)).into()
}

fn write(answer: &Answer) -> HttpResponse {
    let Ok(status) = StatusCode::from_u16(answer.status) else {
        return respond(problem(ProblemCode::InternalError));
    };
    let mut response = HttpResponse::build(status);
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_str(value)) {
            response.insert_header((name, value));
        }
    }
    response.body(answer.body.clone())
}

fn services(request: &HttpRequest) -> Result<web::Data<Services>, ApiError> {
    let services = request.app_data::<web::Data<Services>>().cloned();
    services.ok_or_else(|| Error::internal("no services").into())
}
