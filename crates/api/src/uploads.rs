//! Files as bodies of requests: read piece by piece, within the size that an operation takes. Knows no operation.

use actix_web::{HttpRequest, web};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use madoguchi_services::{Error, FieldCode, ProblemCode};

use crate::body_times;

/// Of a file that is too large, so many times the largest size is read and thrown away, so that the refusal arrives.
const DISCARDED: usize = 4;

/// Reads a file of so many bytes at most; none when it is larger: what is beyond is not kept.
///
/// # Errors
/// `body_timeout`; `body_incomplete` when the sender breaks off.
pub async fn read(request: &HttpRequest, mut body: web::Payload, size_max: usize) -> Result<Option<Bytes>, Error> {
    let promised = request.headers().get("content-length").and_then(|value| value.to_str().ok()?.parse().ok());
    let mut content = BytesMut::with_capacity(promised.unwrap_or(0).min(size_max));
    let mut discarded = 0;
    while let Some(part) = body.next().await {
        let part = part.map_err(|error| match error {
            error if body_times::is_timeout(&error) => Error::Refused(ProblemCode::BodyTimeout),
            // The sender broke off: there is nobody left to answer to.
            _ => Error::invalid("", FieldCode::BodyIncomplete),
        })?;
        if discarded == 0 && content.len() + part.len() <= size_max {
            content.extend_from_slice(&part);
            continue;
        }
        content = BytesMut::new();
        discarded += part.len();
        if discarded > DISCARDED * size_max {
            break;
        }
    }
    Ok((discarded == 0).then(|| content.freeze()))
}
