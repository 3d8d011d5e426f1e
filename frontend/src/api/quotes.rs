//! Calls about quotes (見積).

use super::{Client, Error, query};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::quotes::{Quote, QuoteDetail};

/// Path of the list, of which the quotes are below.
const PLACE: &str = "/quotes";

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// State by the name of the API.
    pub state: String,
    /// Answered from this day on, `2026-04-01`.
    pub from: String,
    /// Answered until this day.
    pub until: String,
    /// Part of the number.
    pub number: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages.
    pub fn query(&self) -> String {
        self.with(&[])
    }

    /// How many conditions narrow the list.
    pub fn conditions(&self) -> usize {
        self.selection().iter().filter(|(_, value)| !value.is_empty()).count()
    }

    fn with(&self, more: &[(&str, &str)]) -> String {
        let mut parts = self.selection().to_vec();
        parts.push(("order", &self.order));
        parts.extend(more);
        query(&parts)
    }

    fn selection(&self) -> [(&'static str, &str); 4] {
        [("state", &self.state), ("from", &self.from), ("until", &self.until), ("number", &self.number)]
    }
}

/// A page of the quotes; an empty cursor is the start.
pub async fn list(client: Client, filter: &Filter, cursor: &str) -> Result<Page<Quote>, Error> {
    client.get(&format!("{PLACE}{}", filter.with(&[("cursor", cursor)]))).await
}

/// One quote in full.
pub async fn get(client: Client, number: &str) -> Result<QuoteDetail, Error> {
    client.get(&format!("{PLACE}/{number}")).await
}

/// The path of its paper.
pub fn document(number: &str) -> String {
    format!("{PLACE}/{number}/document")
}
