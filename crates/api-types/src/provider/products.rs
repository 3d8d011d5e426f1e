//! Products that are rented out, as the provider's systems know them.

use super::super::travels;
use super::batches::{BatchMode, RowStatus};
use uuid::Uuid;

super::rows! {
    /// A product with its prices and how many units there are. Its code is known again in any width, with hyphens or without.
    pub struct WriteProduct, ProductRow by code {
        /// Name.
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "OTDR 光パルス試験器"))]
        pub name: String,
        /// Name of its category, which is made when it is new; may be empty.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 64, example = "測定器"))]
        pub category: String,
        /// Yen for a day and a unit, before tax.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, example = 9800))]
        pub daily_price: i64,
        /// Yen for a month and a unit, before tax; absent: only by the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(minimum = 0, example = 98000))]
        pub monthly_price: Option<i64>,
        /// Units there are, out or not. Not fewer than are promised on any day to come (`stock_promised`), unless it was so before.
        #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 1_000_000, example = 12))]
        pub stock: i64,
        /// What comes with it; may be empty.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 500, example = "ケース付き"))]
        pub note: String,
    }
}

travels! {
    /// Products that are written at once.
    #[serde(deny_unknown_fields)]
    pub struct ProductBatch {
        pub mode: BatchMode,
        /// At most 1,000.
        pub rows: Vec<ProductRow>,
    }

    /// A product as it is kept.
    pub struct ProviderProduct {
        pub id: Uuid,
        /// Code, as the provider writes it.
        pub code: String,
        pub name: String,
        /// Name of its category; may be empty.
        pub category: String,
        /// Yen for a day and a unit, before tax.
        pub daily_price: i64,
        /// Yen for a month and a unit; absent: only by the day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub monthly_price: Option<i64>,
        /// Units there are, out or not.
        pub stock: i32,
        pub note: String,
        /// Whether customers find it. What was withdrawn stays so when it is written.
        pub is_offered: bool,
    }

    /// What became of a product.
    pub struct WrittenProduct {
        pub status: RowStatus,
        pub product: ProviderProduct,
    }
}
