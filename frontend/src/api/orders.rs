//! Calls about orders (注文).

use super::{Client, Error, query};
use madoguchi_api_types::orders::{Order, OrderDetail, OrderSimulation};
use madoguchi_api_types::pages::Page;

/// Path of the list, of which the orders are below.
const PLACE: &str = "/orders";

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// State by the name of the API.
    pub state: String,
    /// Ordered from this day on, `2026-04-01`.
    pub from: String,
    /// Ordered until this day.
    pub until: String,
    /// Part of the number.
    pub number: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages and files.
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

/// A page of the orders; an empty cursor is the start.
pub async fn list(client: Client, filter: &Filter, cursor: &str) -> Result<Page<Order>, Error> {
    client.get(&format!("{PLACE}{}", filter.with(&[("cursor", cursor)]))).await
}

/// One order in full.
pub async fn get(client: Client, number: &str) -> Result<OrderDetail, Error> {
    client.get(&format!("{PLACE}/{number}")).await
}

/// What an end date of a line would cost.
pub async fn simulate(client: Client, number: &str, line: i32, ends_on: &str) -> Result<OrderSimulation, Error> {
    let asked = query(&[("line", &line.to_string()), ("ends_on", ends_on)]);
    client.get(&format!("{PLACE}/{number}/simulations{asked}")).await
}

/// The path of the file of what a filter leaves.
pub fn csv(filter: &Filter) -> String {
    format!("{PLACE}.csv{}", filter.query())
}
