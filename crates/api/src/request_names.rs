//! The name that a browser gives to a change (`Idempotency-Key`), so that the change is done once however often it is
//! sent. Must not know what is changed.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};
use madoguchi_services::idempotency::Once;
use madoguchi_services::{Error, ProblemCode};
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};

use crate::decisions;
use crate::problem::ApiError;

/// Header with the name of a change.
pub const HEADER: &str = "Idempotency-Key";
/// Longest name, in characters.
const LENGTH_MAX: usize = 255;

/// The name of a change; none when the header is absent.
#[derive(Debug)]
pub struct RequestName(Option<String>);

impl RequestName {
    /// The change that is asked for. `operation` holds whatever of the path matters.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn once(&self, operation: &str, body: &impl Serialize) -> Result<Once, Error> {
        Once::new(self.0.as_deref(), operation, body)
    }
}

impl FromRequest for RequestName {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            decisions::granted(&request).await;
            Ok(Self(read_name(request.headers())?))
        })
    }
}

/// The name of a change, if it has one.
///
/// # Errors
/// `malformed_idempotency_key`.
pub fn read_name(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(header) = headers.get(HEADER) else { return Ok(None) };
    let name = header.to_str().ok().filter(|name| (1..=LENGTH_MAX).contains(&name.len()));
    name.map(|name| Some(name.to_owned())).ok_or(Error::Refused(ProblemCode::MalformedIdempotencyKey))
}

impl utoipa::IntoParams for RequestName {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "Name of this change, as a UUID. Sent again within a day with the same body it is answered and not done \
                    again. Codes: `idempotency_key_reused` with another body, `malformed_idempotency_key`.";
        let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LENGTH_MAX));
        let parameter = ParameterBuilder::new()
            .name(HEADER)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(text))
            .schema(Some(schema));
        vec![parameter.build()]
    }
}
