//! What a portal says of invoices and call records. Knows no amounts and no rows.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::UserRole;
use crate::closed_sets::closed_sets;
use crate::dates::{Month, bank_day};
use crate::tax::Rounding;

/// Invoices of a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoicePolicy {
    /// Who issues them.
    pub issuer: Issuer,
    /// Direction of rounding, fixed for the issuer.
    pub rounding: Rounding,
    /// Which document is the qualified invoice; tax is rounded there once per rate.
    pub qualified_document: QualifiedDocument,
    /// How a year is chosen on the billing page.
    pub year: YearKind,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_year_starts: u32,
    /// What stands before the number of the first contract as お客様番号; absent: the customer's own number stands there.
    #[serde(default)]
    pub customer_number_prefix: Option<String>,
    /// How invoices are paid that do not say it.
    #[serde(default)]
    pub payment: PaymentMethod,
    /// Day of the month after the one billed on which invoices are issued that do not say it, 1 to 31.
    #[serde(default = "first")]
    pub issue_day: u32,
    /// Day of the month after the one billed on which they are debited or due; absent: they have no such day.
    #[serde(default)]
    pub due_day: Option<u32>,
    /// Years that invoices are kept for their recipient, counted from the latest day on which the tax return of the
    /// business year may be due that they belong to. From 7: 法人税法施行規則 59条, and 10 for years with a loss.
    #[serde(default = "ten_years")]
    pub kept_years: u32,
}

/// Months from that of an invoice to the last one in which a business year that holds it can end.
const LONGEST_YEAR: u32 = 11;
/// Months from the end of a business year to the day its tax return is due.
const TAX_RETURN: u32 = 2;

fn ten_years() -> u32 {
    10
}

fn first() -> u32 {
    1
}

impl InvoicePolicy {
    /// 発行日 of an invoice over a month that does not say it.
    #[must_use]
    pub fn issued_on(&self, month: Month) -> NaiveDate {
        month.next().day(self.issue_day)
    }

    /// Day of debit or last day of payment of an invoice over a month that does not say it: a bank day.
    #[must_use]
    pub fn due_on(&self, month: Month) -> Option<NaiveDate> {
        self.due_day.map(|day| bank_day(month.next().day(day)))
    }

    /// The day until which an invoice is kept at least, in whichever month the recipient closes the books.
    #[must_use]
    pub fn kept_until(&self, issued_on: NaiveDate) -> NaiveDate {
        let months = LONGEST_YEAR + TAX_RETURN + 12 * self.kept_years;
        let last = Month::of(issued_on).first_day().checked_add_months(Months::new(months));
        last.map_or(NaiveDate::MAX, |last| Month::of(last).last_day())
    }
}

closed_sets! {
    /// How an invoice is paid; decides what it is called.
    pub enum PaymentMethod or Default {
        /// 請求書: the customer pays.
        #[default]
        Transfer = "transfer",
        /// 口座振替案内書: the amount is debited.
        DirectDebit = "direct_debit",
    }
}

/// Opening notices (開通案内) of a portal: what stands around the facts of the contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningNoticePolicy {
    /// Title of the letter.
    pub title: String,
    /// Paragraphs before the facts, from 拝啓 to 敬具.
    pub preface: Vec<String>,
    /// Paragraphs after them.
    #[serde(default)]
    pub closing: Vec<String>,
}

/// Issuer of qualified invoices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Name on the invoice.
    pub name: String,
    /// `T` and 13 digits.
    pub registration_number: String,
}

/// Which document is the qualified invoice (適格請求書).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualifiedDocument {
    /// The invoice over all contracts billed together; tax of one contract is an allocation, marked 参考.
    ConsolidatedInvoice,
    /// One invoice for each contract.
    ContractInvoice,
}

closed_sets! {
    /// How a year is chosen.
    pub enum YearKind {
        /// January to December.
        Calendar = "calendar",
        /// The issuer's fiscal year.
        Fiscal = "fiscal",
    }
}

/// Call records of a portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecordPolicy {
    /// Months that are kept beside the present one, from 1.
    pub retention_months: u32,
    /// Months for which it is kept who looked at them; not fewer than `retention_months`.
    #[serde(default = "views_retention_months")]
    pub views_retention_months: u32,
    /// Roles from which the last four digits of called numbers are hidden, until they give password and reason.
    #[serde(default)]
    pub masked_for: Vec<UserRole>,
    /// Whether a file of records needs a password that was given within the last minutes.
    #[serde(default)]
    pub reauthenticate_downloads: bool,
    /// Rows of a page.
    pub page_size: u32,
}

/// Three years: whether the secrecy of calls was kept must be answerable long after the calls themselves are gone.
fn views_retention_months() -> u32 {
    36
}
