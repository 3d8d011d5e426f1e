//! An invoice on its way in: as it is given, and with everything that belongs to it.

use madoguchi_domain::dates::Month;
use madoguchi_domain::money::Yen;
use madoguchi_domain::tax::{RateTotal, TaxRate};
use madoguchi_entities::{invoice_lines, invoices};

use super::terms::Terms;
use crate::rows::RowError;

/// An invoice as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    /// The provider's number.
    pub number: String,
    /// Number of the billing group, which must be there already.
    pub billing_group: String,
    /// Month billed.
    pub month: Month,
    /// Lines, in order.
    pub lines: Vec<NewLine>,
    /// What is said of it beside that; the portal's policy fills what is absent.
    pub terms: Terms,
}

/// A line of a [`NewInvoice`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// Number of the contract, in a form of the portal; it must be of the invoice's billing group.
    pub contract: String,
    /// What is charged.
    pub item: String,
    /// Before tax; negative for a credit.
    pub amount: Yen,
    pub tax_rate: TaxRate,
    /// Remark.
    pub note: String,
}

/// An invoice with everything that belongs to it.
pub(super) struct PreparedInvoice {
    pub(super) row: invoices::Model,
    pub(super) lines: Vec<invoice_lines::Model>,
    pub(super) totals: Vec<RateTotal>,
    /// Number of the invoice that it corrects.
    pub(super) corrects: Option<String>,
    /// Why it cannot be issued now, should it not have been before: a contract may have moved to another group since.
    pub(super) foreign: Option<RowError>,
}
