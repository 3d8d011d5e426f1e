//! Calls about notices.

use super::{Client, Error, query};
use madoguchi_api_types::notices::Notice;
use madoguchi_api_types::pages::Page;

/// A page of the notices; an empty cursor is the start, an empty limit what the server thinks right.
pub async fn list(client: Client, cursor: &str, limit: &str) -> Result<Page<Notice>, Error> {
    client.get(&format!("/notices{}", query(&[("cursor", cursor), ("limit", limit)]))).await
}

/// A notice with its text.
pub async fn get(client: Client, id: &str) -> Result<Notice, Error> {
    client.get(&format!("/notices/{id}")).await
}

/// Says that a notice was opened.
pub async fn mark_read(client: Client, id: &str) -> Result<(), Error> {
    client.post_quietly(&format!("/notices/{id}/reading"), &()).await
}
