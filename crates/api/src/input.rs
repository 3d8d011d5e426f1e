//! How bodies, queries and paths are read, and the problem when they cannot be.

use std::fmt::{Debug, Display};

use actix_web::error::{Error, InternalError, JsonPayloadError};
use actix_web::http::StatusCode;
use actix_web::web::{JsonConfig, PathConfig, Query, QueryConfig};

use madoguchi_api_types::problems::{FieldProblem, Problem};
use madoguchi_domain::text::is_unreadable;

use crate::body_times;
use crate::problem::{problem, respond};

/// Largest body in bytes: far more than any form, far less than would hurt.
const BODY_MAX: usize = 64 * 1024;
/// Parameter with the name of an uploaded file.
const FILE_NAME: &str = "file_name";

/// Refuses what cannot be read, and says why.
pub fn refuse(cause: impl Debug + Display + 'static, status: StatusCode, code: &str) -> Error {
    let mut problem = problem(status, code);
    problem.detail = Some(cause.to_string());
    refused(cause, problem)
}

/// A problem as what an extractor fails with.
pub fn refused(cause: impl Debug + Display + 'static, problem: Problem) -> Error {
    InternalError::from_response(cause, respond(problem)).into()
}

/// JSON only, and not more than [`BODY_MAX`].
pub fn json() -> JsonConfig {
    JsonConfig::default().limit(BODY_MAX).error_handler(|error, _| {
        let (status, code) = match &error {
            JsonPayloadError::Payload(error) if body_times::is_timeout(error) => {
                (StatusCode::REQUEST_TIMEOUT, "body_timeout")
            }
            JsonPayloadError::ContentType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large")
            }
            _ => (StatusCode::BAD_REQUEST, "malformed_json"),
        };
        refuse(error, status, code)
    })
}

/// The problem of a query with control characters, with the parameters that have any; none otherwise. A file's name is
/// tidied by what keeps it.
pub fn refuse_query(query: &str) -> Option<Problem> {
    if !query.contains('%') {
        return None;
    }
    let pairs = Query::<Vec<(String, String)>>::from_query(query).ok()?.into_inner();
    let refused = |(name, value): (String, String)| {
        let is_broken = is_unreadable(&name) || is_unreadable(&value) && name != FILE_NAME;
        is_broken.then(|| FieldProblem { field: name, code: "invalid_characters".to_owned() })
    };
    let errors: Vec<_> = pairs.into_iter().filter_map(refused).collect();
    (!errors.is_empty()).then(|| Problem { errors, ..problem(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed") })
}

/// Queries.
pub fn query() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| refuse(error, StatusCode::BAD_REQUEST, "malformed_query"))
}

/// A path with something that is no id names nothing.
pub fn path() -> PathConfig {
    PathConfig::default().error_handler(|error, _| refuse(error, StatusCode::NOT_FOUND, "not_found"))
}
