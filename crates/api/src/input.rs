//! How bodies, queries and paths are read, and the problem when they cannot be.

use std::fmt::{Debug, Display};

use actix_web::error::{Error, InternalError, JsonPayloadError};
use actix_web::web::{JsonConfig, PathConfig, Query, QueryConfig};

use madoguchi_api_types::problems::{FieldCode, FieldProblem, Problem, ProblemCode};
use madoguchi_domain::text::is_unreadable;

use crate::body_times;
use crate::problem::{problem, respond};

/// Largest body in bytes: far more than any form, far less than would hurt.
const BODY_MAX: usize = 64 * 1024;
/// Parameter with the name of an uploaded file.
const FILE_NAME: &str = "file_name";

/// Refuses what cannot be read, and says why.
pub fn refuse(cause: impl Debug + Display + 'static, code: ProblemCode) -> Error {
    let mut problem = problem(code);
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
        let code = match &error {
            JsonPayloadError::Payload(error) if body_times::is_timeout(error) => ProblemCode::BodyTimeout,
            JsonPayloadError::ContentType => ProblemCode::UnsupportedMediaType,
            JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
                ProblemCode::BodyTooLarge
            }
            _ => ProblemCode::MalformedJson,
        };
        refuse(error, code)
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
        is_broken.then_some(FieldProblem { field: name, code: FieldCode::InvalidCharacters })
    };
    let errors: Vec<_> = pairs.into_iter().filter_map(refused).collect();
    (!errors.is_empty()).then(|| Problem { errors, ..problem(ProblemCode::ValidationFailed) })
}

/// Queries.
pub fn query() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| refuse(error, ProblemCode::MalformedQuery))
}

/// A path with something that is no id names nothing.
pub fn path() -> PathConfig {
    PathConfig::default().error_handler(|error, _| refuse(error, ProblemCode::NotFound))
}
