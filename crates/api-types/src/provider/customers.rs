//! Customers as the provider's systems know them.

use super::super::travels;
use super::batches::{BatchMode, RowStatus};
use uuid::Uuid;

super::rows! {
    /// A customer. Postal code and phone may be written in any width and with hyphens.
    pub struct WriteCustomer, CustomerRow {
        /// Name.
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "鈴木　京子"))]
        pub name: String,
        /// Name in kana, in any width.
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "ｽｽﾞｷ ｷｮｳｺ"))]
        pub name_kana: String,
        /// Seven digits.
        #[cfg_attr(feature = "openapi", schema(example = "800-0353"))]
        pub postal_code: String,
        /// 都道府県.
        #[cfg_attr(feature = "openapi", schema(max_length = 16, example = "福岡県"))]
        pub prefecture: String,
        /// Town.
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "京都郡苅田町尾倉"))]
        pub address1: String,
        /// Block, number and building.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "3丁目9-12"))]
        pub address2: String,
        /// Empty when unknown.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(example = "03-2552-2956"))]
        pub phone: String,
    }
}

travels! {
    /// Customers that are written at once.
    #[serde(deny_unknown_fields)]
    pub struct CustomerBatch {
        pub mode: BatchMode,
        /// At most 1,000.
        pub rows: Vec<CustomerRow>,
    }

    /// A customer as it is kept.
    pub struct ProviderCustomer {
        pub id: Uuid,
        /// The provider's number.
        pub number: String,
        pub name: String,
        pub name_kana: String,
        /// Seven digits.
        pub postal_code: String,
        pub prefecture: String,
        pub address1: String,
        pub address2: String,
        /// Digits; empty when unknown.
        pub phone: String,
    }

    /// What became of a customer.
    pub struct WrittenCustomer {
        pub status: RowStatus,
        pub customer: ProviderCustomer,
    }
}
