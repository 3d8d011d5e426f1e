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

/// The path of an invoice's file; `form` by its name in the API, such as `csv?encoding=cp932`.
pub fn file(contract: &str, invoice: &str, form: &str) -> String {
    format!("/contracts/{contract}/invoices/{invoice}/files/{form}")
}

/// The path of a ZIP file with the PDFs of a year.
pub fn zip(contract: &str, year: i32) -> String {
    format!("/contracts/{contract}/invoices.zip?year={year}")
}
