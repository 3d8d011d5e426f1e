//! What contracts stored, as the provider's systems report it and read it back.

use super::super::travels;
use super::super::usages::UsageMonth;
use super::batches::BatchMode;

travels! {
    /// What contracts stored, reported at once.
    #[serde(deny_unknown_fields)]
    pub struct UsageBatch {
        pub mode: BatchMode,
        /// At most 1,000.
        pub rows: Vec<UsageRow>,
    }

    /// What a contract stored in a month. A later report corrects it until the month is charged.
    #[serde(deny_unknown_fields)]
    pub struct UsageRow {
        /// Number of the contract, in a form of the portal.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "N2026000001"))]
        pub contract: String,
        /// Code of the portal's usage fee.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "storage"))]
        pub code: String,
        /// The month; the present one may be reported so far.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "2026-10"))]
        pub month: String,
        /// With its unit, in any width: `6.2GB`, `6,200 MB`.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "6.2GB"))]
        pub amount: String,
    }

    /// What a contract stored in the last months.
    pub struct ProviderUsages {
        /// Number of the contract.
        pub contract: String,
        /// The months of which something was measured, newest first; at most 36 for each fee.
        pub months: Vec<UsageMonth>,
    }
}
