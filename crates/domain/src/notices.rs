//! How much notices (お知らせ) can matter. Knows no row.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// How much a notice matters.
    pub enum Importance {
        /// News.
        Normal = "normal",
        /// Must not be missed.
        Important = "important",
    }
}
