//! Calls about invoices.

use super::{Client, Error, query};
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceYear};

/// The invoices of a contract in a year; an empty year is the newest one.
pub async fn list(client: Client, contract: &str, year: &str) -> Result<InvoiceYear, Error> {
    client.get(&format!("/contracts/{contract}/invoices{}", query(&[("year", year)]))).await
}

/// An invoice in full.
pub async fn get(client: Client, contract: &str, invoice: &str) -> Result<InvoiceDetail, Error> {
    client.get(&format!("/contracts/{contract}/invoices/{invoice}")).await
}
