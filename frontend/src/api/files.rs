//! Files of the server. They are fetched, so that a refusal is a sentence on the page and not a page of its own.

use super::{Client, Error};
use gloo_net::http::Method;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// A file that the server gave.
pub struct File {
    /// The name that the server gave it.
    pub name: String,
    /// What is in it; the browser may keep it on disk.
    pub content: Blob,
}

/// Fetches a file.
pub async fn get(client: Client, path: &str) -> Result<File, Error> {
    let response = client.send(Method::GET, path, None).await?;
    let disposition = response.headers().get("content-disposition").unwrap_or_default();
    let content = Response::from(response).blob().map_err(|_| Error::Unreadable)?;
    // The connection may break in the middle of a large file.
    let content = JsFuture::from(content).await.map_err(|_| Error::Offline)?;
    let content = content.dyn_into::<Blob>().map_err(|_| Error::Unreadable)?;
    let name = name(&disposition).unwrap_or_else(|| path.rsplit('/').next().unwrap_or_default().to_owned());
    Ok(File { name, content })
}

/// The file name in a `Content-Disposition` (RFC 6266): the one in UTF-8 where there are two.
fn name(disposition: &str) -> Option<String> {
    let part = |wanted: &str| {
        let parts = disposition.split(';').filter_map(|part| part.trim().split_once('='));
        parts.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value)
    };
    let extended = part("filename*").and_then(|value| value.split_once("''")).and_then(|(_, text)| unescape(text));
    extended.or_else(|| part("filename").map(|value| value.trim_matches('"').to_owned()))
}

/// Text behind percent signs; nothing for what is not UTF-8.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |digit: Option<u8>| char::from(digit?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push(if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_file_has_the_name_that_the_server_gave_it() {
        assert_eq!(name("attachment; filename=\"a_2026-10.csv\"").as_deref(), Some("a_2026-10.csv"));
        let both = "attachment; filename=\"invoice.pdf\"; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf";
        assert_eq!(name(both).as_deref(), Some("請求書.pdf"));
        assert_eq!(name("attachment; filename=\"x.pdf\"; filename*=UTF-8''%ff%zz").as_deref(), Some("x.pdf"));
        assert_eq!([name("attachment"), name("")], [None, None]);
    }
}
