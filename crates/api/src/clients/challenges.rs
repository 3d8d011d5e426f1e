//! How a refusal tells a system what it needs (`WWW-Authenticate`: RFC 6750, 3; RFC 7617).

use actix_web::ResponseError;
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderValue, WWW_AUTHENTICATE};
use madoguchi_api_types::problems::ProblemCode;
use madoguchi_domain::api_clients::ApiScope;
use madoguchi_services::Error;

use crate::problem::ApiError;

/// A refused token, with what would be taken.
pub fn refuse(error: Error, scope: ApiScope) -> actix_web::Error {
    let error = ApiError::from(error);
    let mut response = error.error_response();
    let challenge = match error.code() {
        ProblemCode::TokenMissing => Some(r#"Bearer realm="madoguchi""#.to_owned()),
        ProblemCode::TokenInvalid | ProblemCode::TokenExpired | ProblemCode::ClientRevoked => {
            Some(r#"Bearer realm="madoguchi", error="invalid_token""#.to_owned())
        }
        ProblemCode::ScopeMissing => {
            Some(format!(r#"Bearer realm="madoguchi", error="insufficient_scope", scope="{scope}""#))
        }
        _ => None,
    };
    if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::from_str(&challenge).ok()) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    InternalError::from_response(error, response).into()
}

/// How a system shows who it is where tokens are got.
pub fn basic() -> (&'static str, &'static str) {
    ("www-authenticate", r#"Basic realm="madoguchi""#)
}
