//! Calls about invoices.

use super::{Client, Error, query};
use madoguchi_api_types::invoices::{InvoiceDetail, InvoiceYear};

/// The invoices of a contract in a year; an empty year is the newest one.
pub async fn list(client: Client, contract: &str, year: &str) -> Result<InvoiceYear, Error> {
    client.get(&format!("/contracts/{contract}/invoices{}", query(&[("year", year)]))).await
}

/// An invoice in full; `place` is the path of the list it was found in.
pub async fn get(client: Client, place: &str, invoice: &str) -> Result<InvoiceDetail, Error> {
    client.get(&format!("{place}/{invoice}")).await
}

/// The path of an invoice's file; `form` by its name in the API, such as `csv?encoding=cp932`.
pub fn file(place: &str, invoice: &str, form: &str) -> String {
    format!("{place}/{invoice}/files/{form}")
}

/// The path of the list of invoices that cover a contract.
pub fn of_contract(contract: &str) -> String {
    format!("/contracts/{contract}/invoices")
}

/// The path of a ZIP file with the PDFs of a year.
pub fn zip(contract: &str, year: i32) -> String {
    format!("/contracts/{contract}/invoices.zip?year={year}")
}
