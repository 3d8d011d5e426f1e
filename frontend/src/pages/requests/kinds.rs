//! Kinds of requests that are chosen between on one page.

use madoguchi_api_types::requests::RequestCategory;

/// Whether the kind itself is chosen on the page.
pub fn offers_kinds(kind: &str, choices: &[RequestCategory]) -> bool {
    choices.iter().any(|choice| choice.code.as_deref() == Some(kind))
}
