//! Invoices issued as the provider issues them.

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::TaxRate;
use madoguchi_entities::{billing_groups, contracts};
use madoguchi_services::invoice_publishing;
use madoguchi_services::invoices::issue::{Issued, NewInvoice, NewLine, Terms};
use madoguchi_services::rows::RowError;

use super::number;
use crate::app::App;

impl App {
    /// An invoice over October 2026 with a number of its own and standard-rate lines.
    #[must_use]
    pub fn new_invoice(&self, group: &billing_groups::Model, lines: &[(&contracts::Model, i64)]) -> NewInvoice {
        let line = |(contract, amount): &(&contracts::Model, i64)| NewLine {
            contract: contract.number.clone(),
            item: "基本料金".to_owned(),
            amount: Yen(*amount),
            tax_rate: TaxRate::Standard10,
            note: String::new(),
        };
        let october = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        NewInvoice {
            number: format!("N{:08}", number()),
            billing_group: group.number.clone(),
            month: Month::of(october),
            lines: lines.iter().map(line).collect(),
            terms: Terms::default(),
        }
    }

    /// Issues invoices of a portal, and mails who wants it.
    pub async fn issue(&self, portal: &str, invoices: &[NewInvoice]) -> Vec<Result<Issued, RowError>> {
        let provider = self.provider(portal);
        invoice_publishing::publish(self.services(), &provider, invoices, true).await.unwrap()
    }
}
