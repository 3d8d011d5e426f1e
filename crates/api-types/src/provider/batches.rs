//! Many rows at once, and what became of each.

use super::super::travels;
pub use crate::problems::FieldCode;
pub use madoguchi_domain::batches::{BatchMode, RowStatus};

travels! {
    /// What became of a batch.
    pub struct BatchAnswer {
        /// Whether it was only tried: then nothing was written.
        pub dry_run: bool,
        /// Rows that are new.
        pub stored: u32,
        /// Rows that were there and differed.
        pub updated: u32,
        /// Rows that were there and are the same.
        pub unchanged: u32,
        /// Rows that cannot be right.
        pub refused: u32,
        /// Every row, in the order in which it was sent.
        pub rows: Vec<RowAnswer>,
    }

    /// What became of a row.
    pub struct RowAnswer {
        /// Place in the batch, counted from 0.
        pub row: u32,
        /// Number, as it was sent.
        pub number: String,
        pub status: RowStatus,
        /// Field that was refused; of one of its lines, the path: `lines[2].contract`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub field: Option<String>,
        /// What is wrong with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<FieldCode>,
        /// The same in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub detail: Option<String>,
    }
}
