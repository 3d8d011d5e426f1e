//! Contracts as the provider's systems know them.

use super::super::travels;
use super::batches::{BatchMode, RowStatus};
use chrono::NaiveDate;
pub use madoguchi_domain::contracts::ContractStatus;
use uuid::Uuid;

super::rows! {
    /// A contract with its options. Number, postal code and phone may be written in any width and with hyphens.
    pub struct WriteContract, ContractRow {
        /// Number of the customer, who must be there already. A contract never changes its customer.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "C000000"))]
        pub customer: String,
        /// Number of the billing group (請求グループ): contracts that are billed together. Made when it is new.
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "G000000"))]
        pub billing_group: String,
        /// Code of one of the portal's categories.
        #[cfg_attr(feature = "openapi", schema(example = "line"))]
        pub category: String,
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "[1G] ファミリー"))]
        pub service_name: String,
        /// `preparing`, `active` or `terminated`.
        pub status: ContractStatus,
        /// First day of service, in any notation: `2023-01-03`, `20230103`, `令和5年1月3日`.
        #[cfg_attr(feature = "openapi", schema(example = "2023-01-03"))]
        pub started_on: String,
        /// Place of installation.
        pub postal_code: String,
        #[cfg_attr(feature = "openapi", schema(max_length = 16))]
        pub prefecture: String,
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub address1: String,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub address2: String,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub building: String,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 64))]
        pub access_key: String,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub phone_service_name: String,
        #[serde(default)]
        pub phone_number: String,
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500))]
        pub phone_detail: String,
        /// Names in order; they replace what was there.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_items = 100))]
        pub options: Vec<String>,
        /// Whether call records may be read. What the customer switched goes before.
        #[serde(default)]
        pub call_records: bool,
        /// First month of call records, as `2026-10`; absent: the month that is known, or that of the start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub call_records_from: Option<String>,
    }
}

travels! {
    /// Contracts that are written at once.
    #[serde(deny_unknown_fields)]
    pub struct ContractBatch {
        pub mode: BatchMode,
        /// At most 1,000.
        pub rows: Vec<ContractRow>,
    }

    /// A contract as it is kept.
    pub struct ProviderContract {
        pub id: Uuid,
        /// Number, normalised.
        pub number: String,
        /// Number of the customer.
        pub customer: String,
        /// Number of the billing group.
        pub billing_group: String,
        pub category: String,
        pub service_name: String,
        pub status: ContractStatus,
        pub started_on: NaiveDate,
        pub postal_code: String,
        pub prefecture: String,
        pub address1: String,
        pub address2: String,
        pub building: String,
        pub access_key: String,
        pub phone_service_name: String,
        pub phone_number: String,
        pub phone_detail: String,
        pub options: Vec<String>,
        /// First month of call records, as its first day; absent: they cannot be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub call_records_from: Option<NaiveDate>,
    }

    /// What became of a contract.
    pub struct WrittenContract {
        pub status: RowStatus,
        pub contract: ProviderContract,
    }
}
