//! How bodies, queries and paths are read, and the problem when they cannot be.

use actix_web::error::{Error, InternalError, JsonPayloadError};
use actix_web::http::StatusCode;
use actix_web::web::{JsonConfig, PathConfig, QueryConfig};

use crate::problem::{problem, respond};

/// Largest body in bytes: far more than any form, far less than would hurt.
const BODY_MAX: usize = 64 * 1024;

fn refuse(cause: impl std::fmt::Debug + std::fmt::Display + 'static, status: StatusCode, code: &str) -> Error {
    let mut problem = problem(status, code);
    problem.detail = Some(cause.to_string());
    InternalError::from_response(cause, respond(problem)).into()
}

/// JSON only, and not more than [`BODY_MAX`].
pub fn json() -> JsonConfig {
    JsonConfig::default().limit(BODY_MAX).error_handler(|error, _| {
        let (status, code) = match &error {
            JsonPayloadError::ContentType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large")
            }
            _ => (StatusCode::BAD_REQUEST, "malformed_json"),
        };
        refuse(error, status, code)
    })
}

/// Queries.
pub fn query() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| refuse(error, StatusCode::BAD_REQUEST, "malformed_query"))
}

/// A path with something that is no id names nothing.
pub fn path() -> PathConfig {
    PathConfig::default().error_handler(|error, _| refuse(error, StatusCode::NOT_FOUND, "not_found"))
}
