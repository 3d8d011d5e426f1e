//! Calls about invoices over all contracts.

use super::{Client, Error, query};
use madoguchi_api_types::invoices::{FoundInvoice, InvoiceOverview};
use madoguchi_api_types::pages::Page;

/// The path of the list, of which the invoices are below.
pub const PLACE: &str = "/invoices";

/// What to look for; empty parts are not asked for. The names are those of the API and of the page's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Issued from this day on, `2026-04-01`.
    pub issued_from: String,
    /// Issued until this day.
    pub issued_until: String,
    /// Issued in this calendar year.
    pub year: String,
    /// Issued in this fiscal year.
    pub fiscal_year: String,
    /// Month billed from this one on, `2026-10`.
    pub month_from: String,
    /// Month billed until this one.
    pub month_until: String,
    /// Yen to pay from this amount on.
    pub amount_from: String,
    /// Yen to pay until this amount.
    pub amount_until: String,
    /// Part of the name of the issuer or the recipient.
    pub counterparty: String,
    /// Part of a number, an item or a note.
    pub text: String,
    /// Order by the name of the API.
    pub order: String,
}

impl Filter {
    /// As a query, for addresses of pages.
    pub fn query(&self) -> String {
        self.with(&[("order", &self.order)])
    }

    /// How many conditions narrow the list.
    pub fn conditions(&self) -> usize {
        self.selection().iter().filter(|(_, value)| !value.is_empty()).count()
    }

    fn with(&self, more: &[(&str, &str)]) -> String {
        let mut parts = self.selection().to_vec();
        parts.extend(more);
        query(&parts)
    }

    /// Which invoices, whatever their order.
    fn selection(&self) -> [(&'static str, &str); 10] {
        [
            ("issued_from", &self.issued_from),
            ("issued_until", &self.issued_until),
            ("year", &self.year),
            ("fiscal_year", &self.fiscal_year),
            ("month_from", &self.month_from),
            ("month_until", &self.month_until),
            ("amount_from", &self.amount_from),
            ("amount_until", &self.amount_until),
            ("counterparty", &self.counterparty),
            ("text", &self.text),
        ]
    }
}

/// A page of invoices; an empty cursor is the start.
pub async fn list(client: Client, filter: &Filter, cursor: &str) -> Result<Page<FoundInvoice>, Error> {
    client.get(&format!("{PLACE}{}", filter.with(&[("order", &filter.order), ("cursor", cursor)]))).await
}

/// The invoice that was issued last.
pub async fn newest(client: Client) -> Result<Option<FoundInvoice>, Error> {
    let page: Page<FoundInvoice> = client.get(&format!("{PLACE}?limit=1")).await?;
    Ok(page.items.into_iter().next())
}

/// Sums under the filter, and the choices for the next.
pub async fn overview(client: Client, filter: &Filter) -> Result<InvoiceOverview, Error> {
    client.get(&format!("{PLACE}/overview{}", filter.with(&[]))).await
}

/// The path of a ZIP file with the PDFs under the filter.
pub fn archive(filter: &Filter) -> String {
    format!("{PLACE}/archive{}", filter.with(&[]))
}
