//! Files as answers: kept by the person, never shown by the browser. That nothing keeps them on the way is said of every
//! answer of the API.

use std::fmt::Write;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ContentEncoding, X_CONTENT_TYPE_OPTIONS};
use actix_web::{HttpResponse, HttpResponseBuilder};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use madoguchi_services::Error;
use madoguchi_services::limits::Slot;

use crate::problem::ApiError;

/// Media type of a spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Head of an answer that is a file. Names in any script: RFC 6266 with RFC 8187.
pub fn file(name: &str, media_type: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, media_type))
        .insert_header((CONTENT_DISPOSITION, disposition(name)))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    // Only text gets smaller on its way; everything else is compressed as it is.
    if !media_type.starts_with("text/") {
        response.insert_header(ContentEncoding::Identity);
    }
    response
}

/// A file that is made while it is sent. It keeps its place until it is sent, or the reader is gone.
pub async fn stream(
    name: &str,
    media_type: &str,
    slot: Slot,
    parts: impl Stream<Item = Result<Bytes, Error>> + 'static,
) -> Result<HttpResponse, ApiError> {
    let mut parts = Box::pin(parts);
    // The first part before the status: what fails at once is a problem, not a file that breaks off.
    let first = parts.next().await.transpose()?;
    let parts = stream::iter(first.map(Ok)).chain(parts);
    Ok(file(name, media_type).streaming(parts.map(move |part| {
        let _kept = &slot;
        part.map_err(ApiError::from)
    })))
}

fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let ascii: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if plain(char::from(byte)) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    if encoded == ascii {
        return format!("attachment; filename=\"{ascii}\"");
    }
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn plain_names_stand_alone() {
        assert_eq!(disposition("invoices_2026.zip"), "attachment; filename=\"invoices_2026.zip\"");
    }

    #[test]
    fn names_in_any_script_survive_and_break_no_header() {
        assert_eq!(
            disposition("開通\"\r\n.pdf"),
            "attachment; filename=\"_____.pdf\"; filename*=UTF-8''%E9%96%8B%E9%80%9A%22%0D%0A.pdf"
        );
    }
}
