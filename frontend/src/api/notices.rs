//! Calls about notices.

use super::{Client, Error, query};
use madoguchi_api_types::notices::{Notice, NoticeHighlights};
use madoguchi_api_types::pages::Page;

/// A page of the notices; an empty cursor is the start.
pub async fn list(client: Client, cursor: &str) -> Result<Page<Notice>, Error> {
    client.get(&format!("/notices{}", query(&[("cursor", cursor)]))).await
}

/// So many notices to see first.
pub async fn highlights(client: Client, limit: &str) -> Result<NoticeHighlights, Error> {
    client.get(&format!("/notice-highlights{}", query(&[("limit", limit)]))).await
}

/// A notice with its text.
pub async fn get(client: Client, id: &str) -> Result<Notice, Error> {
    client.get(&format!("/notices/{id}")).await
}

/// Says that a notice was opened.
pub async fn mark_read(client: Client, id: &str) -> Result<(), Error> {
    client.post_quietly(&format!("/notices/{id}/reading"), &()).await
}
