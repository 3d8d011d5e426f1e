//! Revisions as they travel: an answer names its own (`ETag`), and a change the one it was made from (`If-Match`, RFC 9110).
//! Must not know what is changed.

use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{self, ETag, EntityTag, Header, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use madoguchi_services::revisions::{Expected, Revision};
use serde::Serialize;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};

use crate::problem::ApiError;

/// Name of the header by which a change says what it was made from.
pub const HEADER: &str = "If-Match";

/// From which state a change was made; any when it does not say.
#[derive(Debug)]
pub struct IfMatch(pub Expected);

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !request.headers().contains_key(IF_MATCH) {
            return ready(Ok(Self(Expected::Any)));
        }
        let strong = |tag: EntityTag| (!tag.weak).then(|| tag.tag().to_owned());
        // What cannot be read is no state that there was.
        ready(Ok(Self(match header::IfMatch::parse(request) {
            Ok(header::IfMatch::Any) => Expected::Any,
            Ok(header::IfMatch::Items(tags)) => Expected::OneOf(tags.into_iter().filter_map(strong).collect()),
            Err(_) => Expected::OneOf(Vec::new()),
        })))
    }
}

impl utoipa::IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = "The `ETag` of the answer that this change was made from. When something else came between, nothing is \
                    changed: `changed_meanwhile`. Without it the last change holds.";
        let parameter = ParameterBuilder::new()
            .name(HEADER)
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(text))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        vec![parameter.build()]
    }
}

/// An answer with the revision of what it shows.
#[derive(Debug)]
pub struct Revised<T>(pub T, pub Revision);

impl<T: Serialize> Responder for Revised<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let tag = ETag(EntityTag::new_strong(self.1.as_str().to_owned()));
        HttpResponse::Ok().insert_header(tag).json(self.0)
    }
}
