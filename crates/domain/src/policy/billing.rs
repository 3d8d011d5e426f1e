//! What a portal says of contracts, invoices and call records. Knows no amounts and no rows.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Localized, RoleName};
use crate::contract_numbers::NumberRules;
use crate::dates::{Month, bank_day};
use crate::money::Yen;
use crate::tax::Rounding;

/// Contracts of a portal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractPolicy {
    /// Which contract numbers there are.
    pub numbers: NumberRules,
    /// Kinds of contract, in the order of their doors or tabs.
    pub categories: Vec<ContractCategory>,
    /// Period and renewal, when contracts end by themselves.
    #[serde(default)]
    pub period: Option<PeriodPolicy>,
    /// Who stands where in a contract, one to be chosen with each; none: the customer stands everywhere.
    #[serde(default)]
    pub patterns: Vec<ContractPattern>,
    /// Fee for much storage, when there is one.
    #[serde(default)]
    pub storage_fee: Option<StorageFee>,
}

/// A kind of contract: a door on the home page or a tab of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractCategory {
    /// Stable code, stored with each contract.
    pub code: String,
    /// Label of door or tab.
    pub label: Localized,
    /// One sentence on what is behind it.
    pub description: Localized,
    /// Forms asked when a contract of this kind is applied for, by name.
    #[serde(default)]
    pub forms: Vec<String>,
}

/// Contracts that run to a fixed day and renew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodPolicy {
    /// Month of the last day.
    pub ends_month: u32,
    /// Day of month of the last day.
    pub ends_day: u32,
    /// Days before the end by which a termination must be filed.
    pub notice_days: u32,
}

/// Who stands where in a contract (契約パターン). The service is always used by the facility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractPattern {
    /// Stable code, stored with each contract.
    pub code: String,
    /// Name and meaning, for the choice.
    pub label: Localized,
    /// Who concludes the contract.
    pub contractor: Party,
    /// Who gets information and terms, as the contact (窓口).
    pub contact: Party,
    /// Whose contact gets account sheets and certificates by mail; a CD may go elsewhere.
    pub sheets: Party,
}

/// A party of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The facility that uses the service (各施設).
    Facility,
    /// The body that runs a regional network (運営主体, 事務局).
    CoordinatingBody,
}

/// Fee for each month in which a contract stores more than its free amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorageFee {
    /// `form.field` of the flag that switches storage on.
    pub field: String,
    /// Free gigabytes; the fee is due above them.
    pub free_gigabytes: u32,
    /// Yen a month, before tax.
    pub monthly: Yen,
}

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

/// How an invoice is paid; decides what it is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// 請求書: the customer pays.
    #[default]
    Transfer,
    /// 口座振替案内書: the amount is debited.
    DirectDebit,
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

/// How a year is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearKind {
    /// January to December.
    Calendar,
    /// The issuer's fiscal year.
    Fiscal,
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
    pub masked_for: Vec<RoleName>,
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
