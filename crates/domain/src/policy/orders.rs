//! What a portal says of quotes and orders. Knows no product and no price.

use serde::{Deserialize, Serialize};

/// Quotes and orders of a portal, with the catalogue that they are chosen from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPolicy {
    /// Noun of [`super::Portal::numbering`] for the number of an accepted order (注文番号).
    pub order_numbering: String,
    /// Noun of [`super::Portal::numbering`] for the number of an answered quote (見積番号).
    pub quote_numbering: String,
    /// Rows of a page of the histories (申込履歴, 注文履歴, 見積履歴).
    pub page_size: u32,
}
