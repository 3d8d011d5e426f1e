//! Invoices as the provider's billing system sends them.

use super::super::travels;
use super::batches::{BatchMode, RowStatus};
use chrono::NaiveDate;
pub use madoguchi_domain::policy::PaymentMethod;
pub use madoguchi_domain::tax::TaxRate;
use uuid::Uuid;

super::rows! {
    /// An invoice with its lines. Totals and tax are computed here, once for each rate. What was issued is never changed: the
    /// same again is `unchanged`, anything else under its number is refused (`invoice_differs`).
    pub struct WriteInvoice, InvoiceRow {
        /// Number of the billing group, which must be there already.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "G000000"))]
        pub billing_group: String,
        /// Month billed, as `2026-10`.
        #[cfg_attr(feature = "openapi", schema(example = "2026-10"))]
        pub month: String,
        /// Lines, in order.
        pub lines: Vec<WriteInvoiceLine>,
        /// What the sender's own system came to. A difference is refused at its field (`total_differs`), and nothing is issued.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub totals: Option<WriteInvoiceTotals>,
        /// 発行日; by the portal's policy when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub issued_on: Option<NaiveDate>,
        /// Day of debit, or last day of payment; by the portal's policy when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due_on: Option<NaiveDate>,
        /// By the portal's policy when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub payment: Option<PaymentMethod>,
        /// Number of the invoice that this one corrects: an earlier one of the same billing group that none corrects yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrects: Option<String>,
        /// The account that is debited.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub debited_from: Option<WriteBankAccount>,
        /// Whom it is addressed to, where that is not whose the contracts are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recipient: Option<WriteRecipient>,
    }
}

travels! {
    /// A line of an invoice.
    #[serde(deny_unknown_fields)]
    pub struct WriteInvoiceLine {
        /// Number of the contract, which must be of the invoice's billing group.
        pub contract: String,
        /// What is charged.
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "基本料"))]
        pub item: String,
        /// Yen before tax; negative for a credit.
        #[cfg_attr(feature = "openapi", schema(example = 3300))]
        pub amount: i64,
        pub tax_rate: TaxRate,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub note: String,
    }

    /// Totals as the sender computed them; those that are absent are not compared.
    #[serde(deny_unknown_fields)]
    pub struct WriteInvoiceTotals {
        /// Yen before tax.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub net: Option<i64>,
        /// Tax of all rates.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax: Option<i64>,
        /// Yen with tax.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub gross: Option<i64>,
    }

    /// An account that is debited.
    #[serde(deny_unknown_fields)]
    pub struct WriteBankAccount {
        /// 金融機関名, with the branch if it is said.
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub bank: String,
        /// 口座番号; only its last four digits are kept.
        pub number: String,
    }

    /// Whom an invoice is addressed to.
    #[serde(deny_unknown_fields)]
    pub struct WriteRecipient {
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub name: String,
        /// Seven digits; may be empty.
        #[serde(default)]
        pub postal_code: String,
        /// In one line.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub address: String,
    }

    /// Invoices that are issued at once.
    #[serde(deny_unknown_fields)]
    pub struct InvoiceBatch {
        pub mode: BatchMode,
        /// Whether people with mail notice on are told of new ones, one mail each; they are when this is absent.
        #[serde(default = "yes")]
        pub mailed: bool,
        /// At most 1,000.
        pub rows: Vec<InvoiceRow>,
    }

    /// What became of an invoice.
    pub struct WrittenInvoice {
        pub id: Uuid,
        pub number: String,
        /// `stored` or `unchanged`.
        pub status: RowStatus,
        /// Yen before tax.
        pub net: i64,
        /// Tax, rounded once for each rate.
        pub tax: i64,
        /// Yen with tax.
        pub gross: i64,
    }
}

fn yes() -> bool {
    true
}
