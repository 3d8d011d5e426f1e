//! How long a request's body may take: a sender that stalls is told so and keeps nothing occupied. Must not know what is
//! sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::rt::time::{Instant, Sleep, sleep_until};
use actix_web::web::Bytes;
use futures_util::Stream;

/// Longest wait for the next byte, unless the settings say otherwise.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// What any body may take in all.
const WHOLE: Duration = Duration::from_secs(60);
/// Bytes for which a body may take a second more: what a poor mobile line sends.
const SLOWEST: u64 = 32 * 1024;
/// Size that is taken for a body that does not say its own.
const UNSAID: u64 = 16 * 1024 * 1024;

/// Gives a request's body its time. Requests without one are left alone.
pub fn limit(request: &mut ServiceRequest, patience: Duration) {
    let headers = request.headers();
    let promised = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let size = match promised {
        Some(size) => size,
        None if headers.contains_key(TRANSFER_ENCODING) => UNSAID,
        None => 0,
    };
    if size > 0 {
        let timed = Timed::new(request.take_payload(), patience, WHOLE + Duration::from_secs(size / SLOWEST));
        request.set_payload(Payload::Stream { payload: Box::pin(timed) });
    }
}

/// Whether a body was given up because it stalled.
pub fn is_timeout(error: &PayloadError) -> bool {
    matches!(error, PayloadError::Io(error) if error.kind() == io::ErrorKind::TimedOut)
}

/// A body with its time.
struct Timed {
    body: Payload,
    patience: Duration,
    idle: Pin<Box<Sleep>>,
    whole: Pin<Box<Sleep>>,
}

impl Timed {
    fn new(body: Payload, patience: Duration, whole: Duration) -> Self {
        let now = Instant::now();
        let (idle, whole) = (Box::pin(sleep_until(now + patience)), Box::pin(sleep_until(now + whole)));
        Self { body, patience, idle, whole }
    }
}

impl Stream for Timed {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let part = Pin::new(&mut self.body).poll_next(context);
        if part.is_ready() {
            let next = Instant::now() + self.patience;
            self.idle.as_mut().reset(next);
        }
        let ended = self.whole.as_mut().poll(context).is_ready()
            || (part.is_pending() && self.idle.as_mut().poll(context).is_ready());
        if ended && !matches!(part, Poll::Ready(None)) {
            return Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))));
        }
        part
    }
}
