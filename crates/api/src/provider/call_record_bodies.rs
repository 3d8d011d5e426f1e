//! How call records arrive: which form, how packed, and part by part. Must not know what is in them.

use actix_web::HttpRequest;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use actix_web::web::Payload;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use madoguchi_services::imports::uploads::{Cut, Form, Packing};
use madoguchi_services::{Error, ProblemCode};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::body_times;

/// Whose headers a CSV has.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Columns {
    /// `contract,started_at,kind,caller,callee,duration,charge`
    #[default]
    Standard,
    /// Those of the portal's own mapping, as the command `import` takes them.
    Portal,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnsQuery {
    /// Whose headers a CSV has: `standard` when absent, or `portal`.
    #[serde(default)]
    #[param(inline)]
    pub columns: Columns,
}

/// What the headers say of a body.
///
/// # Errors
/// `unsupported_media_type`.
pub fn form(request: &HttpRequest, columns: Columns) -> Result<(Form, Packing), Error> {
    let refused = || Error::Refused(ProblemCode::UnsupportedMediaType);
    let media_type = header(request, &CONTENT_TYPE);
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let form = match (media_type, columns) {
        ("text/csv", Columns::Standard) => Form::Csv,
        ("text/csv", Columns::Portal) => Form::MappedCsv,
        ("application/x-ndjson" | "application/ndjson" | "application/jsonl", _) => Form::JsonLines,
        _ => return Err(refused()),
    };
    let packing = match header(request, &CONTENT_ENCODING).trim() {
        "" | "identity" => Packing::Plain,
        "gzip" | "x-gzip" => Packing::Gzip,
        "zstd" => Packing::Zstd,
        _ => return Err(refused()),
    };
    Ok((form, packing))
}

fn header(request: &HttpRequest, name: &HeaderName) -> String {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// The parts of a body as they arrive, as they were sent: nobody has unpacked them.
pub fn parts(body: Payload) -> impl Stream<Item = Result<Bytes, Cut>> {
    body.map(|part| part.map_err(|error| if body_times::is_timeout(&error) { Cut::Stalled } else { Cut::Broken }))
}
