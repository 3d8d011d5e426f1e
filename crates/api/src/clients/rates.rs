//! How many requests a system may send, as every answer to it tells (`RateLimit`, `RateLimit-Policy`: the draft of the HTTP
//! API working group). Knows no operation.

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpMessage, HttpRequest};
use chrono::Utc;
use madoguchi_services::limits::Meter;

/// What the request counted, for its answer.
#[derive(Clone, Copy, Debug)]
struct Noted(Meter, i64);

/// Keeps what a request counted until it is answered.
pub fn note(request: &HttpRequest, meter: Meter, now: chrono::DateTime<Utc>) {
    let seconds = (meter.resets_at - now).num_seconds().max(0);
    request.extensions_mut().insert(Noted(meter, seconds));
}

/// Tells the system how much is left.
pub fn write_headers<B>(response: &mut ServiceResponse<B>) {
    let noted = response.request().extensions().get::<Noted>().copied();
    let Some(Noted(meter, seconds)) = noted else { return };
    let texts = [
        ("ratelimit-policy", format!(r#""client";q={};w={}"#, meter.most, meter.window.num_seconds())),
        ("ratelimit", format!(r#""client";r={};t={seconds}"#, meter.left())),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
}
