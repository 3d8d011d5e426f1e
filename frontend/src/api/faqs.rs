//! Calls about questions that are often asked.

use super::{Client, Error, query};
use madoguchi_api_types::faqs::Faq;
use madoguchi_api_types::pages::Page;

/// A page of the questions in which all words occur; an empty cursor is the start.
pub async fn list(client: Client, words: &str, category: &str, cursor: &str) -> Result<Page<Faq>, Error> {
    client.get(&format!("/faqs{}", query(&[("words", words), ("category", category), ("cursor", cursor)]))).await
}
