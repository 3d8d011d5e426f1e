//! Calls about products.

use super::{Client, Error, query};
use crate::browser;
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::products::{Availability, ListedProduct, Product, ProductCategory};

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words of code, name or category.
    pub words: String,
    /// Name of a category.
    pub category: String,
    /// First day of the period, `2027-12-28`.
    pub from: String,
    /// Last day of it.
    pub until: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages.
    pub fn query(&self) -> String {
        query(&self.parts())
    }

    /// The period alone, for the page of a product.
    pub fn period(&self) -> String {
        query(&[("from", &self.from), ("until", &self.until)])
    }

    fn parts(&self) -> [(&'static str, &str); 5] {
        [
            ("words", &self.words),
            ("category", &self.category),
            ("from", &self.from),
            ("until", &self.until),
            ("order", &self.order),
        ]
    }
}

/// A page of products; an empty cursor is the start.
pub async fn list(client: Client, filter: &Filter, cursor: &str) -> Result<Page<ListedProduct>, Error> {
    let mut parts = filter.parts().to_vec();
    parts.push(("cursor", cursor));
    client.get(&format!("/products{}", query(&parts))).await
}

/// The categories.
pub async fn categories(client: Client) -> Result<Vec<ProductCategory>, Error> {
    client.get("/product-categories").await
}

/// A product by its code.
pub async fn get(client: Client, code: &str) -> Result<Product, Error> {
    client.get(&path(code)).await
}

/// How many are free in a period, and what it costs.
pub async fn availability(client: Client, code: &str, from: &str, until: &str) -> Result<Availability, Error> {
    client.get(&format!("{}/availability{}", path(code), query(&[("from", from), ("until", until)]))).await
}

/// The path of a product, to which its picture is `/picture`.
pub fn path(code: &str) -> String {
    format!("/products/{}", browser::escape(code))
}
