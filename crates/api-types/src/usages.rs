//! What a contract stored month by month, and what it costs.

use super::portals::Text;
use super::travels;
pub use madoguchi_domain::usages::Gigabyte;
use uuid::Uuid;

travels! {
    /// What a contract stored in the last months, with the fees.
    pub struct ContractUsages {
        /// Fees that the contract may cost; none when it has no such service.
        pub fees: Vec<UsageFee>,
        /// The months of which something was measured, newest first; at most 36 for each fee.
        pub months: Vec<UsageMonth>,
        /// What the portal says below prices.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub price_note: Option<Text>,
    }

    /// A fee for each month in which more is stored than is free, as it is today.
    pub struct UsageFee {
        /// Stable code.
        pub code: String,
        /// What is stored.
        pub label: Text,
        /// Free bytes; exactly so many are free.
        pub free_bytes: i64,
        /// What a gigabyte is, for amounts as people read them.
        pub gigabyte: Gigabyte,
        /// Yen a month, before tax.
        pub monthly: i64,
    }

    /// What was stored in a month.
    pub struct UsageMonth {
        /// Code of the fee.
        pub code: String,
        /// Month, as `2026-10`.
        pub month: String,
        /// Bytes.
        pub bytes: i64,
        /// Yen before tax: what was charged, or what would be by the rule of today; 0 when the month is free.
        pub fee: i64,
        /// Whether the month was charged or found to be free: from then on neither amount nor fee changes.
        pub charged: bool,
        /// The invoice with the fee.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub invoice_id: Option<Uuid>,
    }
}
