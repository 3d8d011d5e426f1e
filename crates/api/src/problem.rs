//! The one mapping from errors to problems (RFC 9457). What a database says stays in the log.

use actix_web::http::StatusCode;
use actix_web::http::header::{ContentType, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use madoguchi_api_types::problems::{FieldProblem, Problem};
use madoguchi_services::{Error, Refusal};

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError(Error);

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match &self.0 {
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Refused(refusal, _) | Error::Guessed(refusal, ..) => match refusal {
                Refusal::Unauthorized => StatusCode::UNAUTHORIZED,
                Refusal::Forbidden => StatusCode::FORBIDDEN,
                Refusal::Missing => StatusCode::NOT_FOUND,
                Refusal::Conflict => StatusCode::CONFLICT,
                Refusal::Gone => StatusCode::GONE,
                Refusal::TooSlow => StatusCode::REQUEST_TIMEOUT,
                Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                Refusal::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
                Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            },
            Error::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
            Error::Storage(_) | Error::DatabaseAway(_) | Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Error::Database(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut problem = problem(self.status_code(), self.code());
        match &self.0 {
            Error::Invalid(errors) => {
                let fields = errors.iter();
                problem.errors =
                    fields.map(|e| FieldProblem { field: e.field.to_string(), code: e.code.clone() }).collect();
            }
            Error::TooManyAttempts(until) => problem.retry_at = Some(*until),
            Error::Guessed(_, _, left) => problem.tries_left = Some(*left),
            // Once for all of them at the level of an error, by who watches the database.
            Error::DatabaseAway(_) => tracing::warn!(error = %self.0, "request failed"),
            Error::Database(_) | Error::Storage(_) | Error::Internal(_) => {
                tracing::error!(error = %self.0, "request failed");
            }
            _ => {}
        }
        let mut response = respond(problem);
        if matches!(self.0, Error::Busy | Error::DatabaseAway(_)) {
            response.headers_mut().insert(RETRY_AFTER, SOON);
        }
        response
    }
}

/// `Retry-After` in seconds, for what ends by itself within moments.
const SOON: HeaderValue = HeaderValue::from_static("5");

impl ApiError {
    fn code(&self) -> &'static str {
        match &self.0 {
            Error::Invalid(_) => "validation_failed",
            Error::NotFound => "not_found",
            Error::Refused(_, code) | Error::Guessed(_, code, _) | Error::Unauthenticated(code) => code,
            Error::TooManyAttempts(_) => "too_many_attempts",
            Error::Storage(_) => "storage_unavailable",
            Error::DatabaseAway(_) => "database_unavailable",
            Error::Busy => "busy",
            Error::Database(_) | Error::Internal(_) => "internal_error",
        }
    }
}

/// A problem with nothing but its kind.
pub fn problem(status: StatusCode, code: &str) -> Problem {
    Problem {
        kind: format!("/problems/{code}"),
        title: title(code),
        status: status.as_u16(),
        code: code.to_owned(),
        detail: None,
        errors: Vec::new(),
        retry_at: None,
        tries_left: None,
        request_id: crate::requests::current_id(),
    }
}

/// The code as words: `link_expired` reads "Link expired".
fn title(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Sends a problem.
pub fn respond(problem: Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    response.insert_header(ContentType(mime()));
    if let Some(until) = problem.retry_at {
        let until = until.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        response.insert_header((RETRY_AFTER, HeaderValue::from_str(&until).unwrap_or(FAR)));
    }
    response.json(problem)
}

/// `Retry-After` when a time cannot be written, which does not happen.
const FAR: HeaderValue = HeaderValue::from_static("3600");

fn mime() -> actix_web::mime::Mime {
    "application/problem+json".parse().unwrap_or(actix_web::mime::APPLICATION_JSON)
}
