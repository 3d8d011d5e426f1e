//! How bodies, queries and paths are read, once it is clear that the request may be made, and the problem when they
//! cannot be.

use std::fmt::{Debug, Display};
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::{JsonBody, Payload};
use actix_web::error::{Error, InternalError, JsonPayloadError};
use actix_web::web::{self, JsonConfig, PathConfig};
use actix_web::{FromRequest, HttpRequest};
use chrono::{Datelike, NaiveDate};
use futures_util::StreamExt;
use madoguchi_api_types::problems::{FieldCode, FieldProblem, Problem, ProblemCode};
use madoguchi_domain::text::is_unreadable;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{problem, respond};
use crate::{body_times, decisions};

/// Largest body in bytes: far more than any form, far less than would hurt.
pub const BODY_MAX: usize = 64 * 1024;
/// The same for the rows of a system: a thousand of the longest that make sense.
pub const ROWS_MAX: usize = 4 * 1024 * 1024;
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

/// What an extractor gives in time.
pub type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

macro_rules! extractors {
    ($($(#[$doc:meta])* $name:ident: $read:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name<T>(T);

        impl<T> $name<T> {
            /// What was read.
            pub fn into_inner(self) -> T {
                self.0
            }
        }

        impl<T> Deref for $name<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: DeserializeOwned + 'static> FromRequest for $name<T> {
            type Error = Error;
            type Future = Reading<Self>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    decisions::granted(&request).await;
                    $read(&request).await.map(Self)
                })
            }
        }
    )+};
}

extractors! {
    /// What stands in the path. Not [`web::Path`], which waits for no permission.
    Path: read_path;
    /// Parameters of a query, without control characters and far days. Not [`web::Query`], which waits for no permission.
    Query: read_query;
}

#[expect(clippy::disallowed_types, reason = "the one place that reads paths")]
async fn read_path<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Error> {
    web::Path::extract(request).await.map(web::Path::into_inner)
}

#[expect(clippy::disallowed_types, reason = "the one place that reads queries")]
async fn read_query<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Error> {
    let query = request.query_string();
    if let Some(problem) = refused_values(query) {
        return Err(refused("a query was refused", problem));
    }
    let query = web::Query::from_query(query);
    query.map(web::Query::into_inner).map_err(|error| refuse(error, ProblemCode::MalformedQuery))
}

/// The JSON of a body of not more than `most` bytes.
pub async fn json(request: &HttpRequest, payload: &mut Payload, most: usize) -> Result<Value, Error> {
    JsonBody::new(request, payload, None, true).limit(most).await.map_err(|error| {
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

/// The bytes of a body of not more than [`BODY_MAX`].
pub async fn bytes(payload: &mut Payload) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(part) = payload.next().await {
        // What breaks off is like what never comes.
        bytes.extend_from_slice(&part.map_err(|error| refuse(error, ProblemCode::BodyTimeout))?);
        if bytes.len() > BODY_MAX {
            return Err(refuse("more than a form has", ProblemCode::BodyTooLarge));
        }
    }
    Ok(bytes)
}

/// An operation that would take [`web::Json`], which waits for no permission and takes any field, works with no body at
/// all: so nobody gets that far with it.
pub fn no_other_json() -> JsonConfig {
    JsonConfig::default()
        .limit(0)
        .error_handler(|_, _| refuse("a body is read as crate::bodies::Json", ProblemCode::InternalError))
}

/// The problem of a query with control characters or days that no database holds, with the parameters that have any; none
/// otherwise. A file's name is tidied by what keeps it.
#[expect(clippy::disallowed_types, reason = "the one place that reads queries")]
fn refused_values(query: &str) -> Option<Problem> {
    if !query.contains(['%', '-']) {
        return None;
    }
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).ok()?.into_inner();
    let refused = |(name, value): (String, String)| {
        let code = if is_unreadable(&name) || is_unreadable(&value) && name != FILE_NAME {
            FieldCode::InvalidCharacters
        } else if is_far_day(&value) {
            FieldCode::OutOfRange
        } else {
            return None;
        };
        Some(FieldProblem { field: name, code })
    };
    let errors: Vec<_> = pairs.into_iter().filter_map(refused).collect();
    (!errors.is_empty()).then(|| Problem { errors, ..problem(ProblemCode::ValidationFailed) })
}

/// Whether a text is a day, or a moment of one, of a year before 1 or after 9999: it can be read, and not every database
/// holds it.
pub fn is_far_day(text: &str) -> bool {
    let is_far = |day: NaiveDate| !(1..=9999).contains(&day.year());
    text.split('T').next().and_then(|day| day.parse().ok()).is_some_and(is_far)
}

/// A path with something that is no id names nothing.
pub fn path() -> PathConfig {
    PathConfig::default().error_handler(|error, _| refuse(error, ProblemCode::NotFound))
}

#[cfg(test)]
mod tests {
    use super::{is_far_day, refused_values};

    #[test]
    fn days_that_not_every_database_holds_are_far() {
        for far in ["-262143-01-01", "+10000-01-01", "-0001-12-31", "0000-01-01", "-262143-01-01T00:00:00Z"] {
            assert!(is_far_day(far), "{far}");
        }
        for near in ["2026-04-01", "0001-01-01", "9999-12-31", "2026-04-01T00:00:00Z", "03-1234-5678", "-1", "", "T"] {
            assert!(!is_far_day(near), "{near}");
        }
    }

    #[test]
    fn values_that_are_refused_are_named() {
        let fields = |query: &str| -> Vec<String> {
            refused_values(query).into_iter().flat_map(|problem| problem.errors).map(|error| error.field).collect()
        };
        assert_eq!(fields("from=-262143-01-01&until=2026-04-01&number=a%00"), ["from", "number"]);
        assert_eq!(fields("until=%2B262142-12-31&file_name=a%00"), ["until"]);
        assert!(fields("number=1-2&order=number").is_empty());
    }
}
