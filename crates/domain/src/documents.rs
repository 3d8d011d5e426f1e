//! Which documents a customer gets. Knows no row and no file.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What a document is.
    pub enum DocumentKind {
        /// 請求書 or 口座振替案内書.
        Invoice = "invoice",
        /// 開通案内.
        OpeningNotice = "opening_notice",
    }
}
