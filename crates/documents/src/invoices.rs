//! Knows what stands on an invoice; must not know how any file writes it.

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;
use madoguchi_domain::tax::{RateTotal, TaxRate};
use serde::{Deserialize, Serialize};

use crate::{Issuer, Party};

/// Which paper the customer gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 請求書: the customer pays.
    Invoice,
    /// 口座振替案内書: the amount is taken from the customer's account.
    DebitNotice,
}

/// One consolidated invoice over contracts: the qualified invoice (適格請求書) of its month.
///
/// All amounts are yen and final: `totals` carry the tax that was rounded once per rate, and the totals of the parts
/// carry shares of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoiceDocument {
    /// 請求書 or 口座振替案内書.
    pub kind: InvoiceKind,
    /// ご請求番号.
    pub number: String,
    /// ご請求年月; the transactions lie in this month.
    pub month: Month,
    /// 発行日.
    pub issued_on: NaiveDate,
    /// お支払期限 or 振替日.
    pub due_on: Option<NaiveDate>,
    /// お客様番号.
    pub customer_number: String,
    /// The account that is debited, where it was said.
    pub debited_from: Option<BankAccount>,
    /// Who invoices.
    pub issuer: Issuer,
    /// Who is invoiced.
    pub recipient: Party,
    /// The lines, contract by contract.
    pub parts: Vec<InvoicePart>,
    /// Net and tax per rate of the whole invoice, tax rounded once.
    pub totals: Vec<RateTotal>,
    /// Sum before tax.
    pub net: i64,
    /// Consumption tax.
    pub tax: i64,
    /// Amount to pay.
    pub gross: i64,
    /// Whether the tax of a part is only a share of the invoice's and marked （参考）.
    pub part_tax_is_reference: bool,
    /// Number of the invoice that this one corrects.
    pub corrects: Option<String>,
    /// Brand of the portal.
    pub provider: String,
}

impl InvoiceDocument {
    /// Whether anything is to be paid. A total of nothing, or a credit, is neither debited nor due on any day.
    #[must_use]
    pub fn is_payable(&self) -> bool {
        self.gross > 0
    }
}

/// The account that a debit notice names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    /// 金融機関名.
    pub bank: String,
    /// 口座番号 as it is shown, its first digits hidden.
    pub number: String,
}

/// The lines of one contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvoicePart {
    /// 契約番号.
    pub contract_number: String,
    /// At least one, as a rule.
    pub lines: Vec<InvoiceLine>,
    /// Net and tax per rate of this contract.
    pub totals: Vec<RateTotal>,
    /// 小計: with tax.
    pub subtotal: i64,
}

/// One charge or credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// 料金内訳.
    pub item: String,
    /// Yen before tax; negative for a credit.
    pub amount: i64,
    /// Rate of the consumption tax.
    pub rate: TaxRate,
    /// 備考; may be empty.
    pub note: String,
}
