//! One span and one log line for each request, and the count of those under way and of connections. Logs the route's
//! pattern, never the path: a path may hold a token.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use actix_web::{Error, HttpMessage};
use tracing::Instrument;
use tracing::field::Empty;
use uuid::Uuid;

use crate::{Settings, body_times};

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

/// Requests under way in this process, to the last byte of their answers. A thread of the server that has nothing to do
/// stops at once when told to, and takes the database connections that it opened with it, whoever uses them: so the
/// server is told to stop only when nothing is under way.
#[derive(Debug, Default)]
pub struct UnderWay {
    count: AtomicUsize,
    connections: AtomicUsize,
    stopping: AtomicBool,
}

impl UnderWay {
    /// From now on each answer closes its connection.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Whether no connection is open: nothing can be on its way to us.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.connections.load(Ordering::SeqCst) == 0
    }

    /// Whether no request is under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.count.load(Ordering::SeqCst) == 0
    }
}

/// One open connection, counted until this is dropped with it.
#[derive(Debug)]
pub struct Connection(Arc<UnderWay>);

impl Connection {
    /// A connection that was just made.
    #[must_use]
    pub fn open(under_way: Arc<UnderWay>) -> Self {
        under_way.connections.fetch_add(1, Ordering::SeqCst);
        Self(under_way)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One request under way.
struct Counted(Option<Arc<UnderWay>>);

impl Counted {
    fn new(under_way: Option<Arc<UnderWay>>) -> Self {
        if let Some(under_way) = &under_way {
            under_way.count.fetch_add(1, Ordering::SeqCst);
        }
        Self(under_way)
    }

    fn closes(&self) -> bool {
        self.0.as_ref().is_some_and(|under_way| under_way.stopping.load(Ordering::SeqCst))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Some(under_way) = &self.0 {
            under_way.count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// A body that counts as under way until it is sent or given up.
struct CountedBody {
    body: BoxBody,
    _counted: Counted,
}

impl MessageBody for CountedBody {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

/// A body of which only the size is told.
struct Untold(BodySize);

impl MessageBody for Untold {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

/// Names the request, runs it in a span and logs what became of it.
///
/// # Errors
/// Those of the handler.
pub async fn trace(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let under_way = request.app_data::<web::Data<UnderWay>>().map(|under_way| Arc::clone(under_way));
    let counted = Counted::new(under_way);
    let patience = request.app_data::<web::Data<Settings>>().map_or(body_times::PATIENCE, |it| it.body_patience);
    body_times::limit(&mut request, patience);
    let id = Uuid::now_v7().simple().to_string();
    let started = std::time::Instant::now();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    // Whatever can be read can be asked for without its body: RFC 9110, 9.3.2.
    let is_head = method == Method::HEAD;
    if is_head {
        request.head_mut().method = Method::GET;
    }
    // Whose request it is, is known when the session or the token was read.
    let span =
        tracing::info_span!("request", id = %id, method = %method, user = Empty, session = Empty, client = Empty);
    let call = ID.scope(id.clone(), next.call(request)).instrument(span.clone());
    let mut response = call.await?;
    // Finding the pattern costs as much as finding the handler did: only for a line that is written.
    if tracing::enabled!(tracing::Level::INFO) {
        let route = response.request().match_pattern().unwrap_or_else(|| "(site)".to_owned());
        let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        span.in_scope(|| tracing::info!(route, status = response.status().as_u16(), micros, "answered"));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    // That a file is as it is need not be said: it only told the compression to leave it alone.
    if response.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding == "identity") {
        response.headers_mut().remove(CONTENT_ENCODING);
    }
    // The rest of a body that stalled would be taken for the next request.
    if counted.closes() || response.status() == StatusCode::REQUEST_TIMEOUT {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    Ok(response.map_body(|_, body| {
        let body = if is_head { BoxBody::new(Untold(body.size())) } else { body.boxed() };
        CountedBody { body, _counted: counted }
    }))
}
