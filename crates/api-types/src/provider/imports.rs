//! Imports of call records, and how far they are.

use super::super::travels;
use crate::problems::{FieldCode, ProblemCode};
use chrono::{DateTime, Utc};
pub use madoguchi_domain::batches::ImportState;
use uuid::Uuid;

travels! {
    /// An import of call records. Figures hold what is stored, also while it runs.
    pub struct CallRecordImport {
        pub id: Uuid,
        pub state: ImportState,
        /// For which problem it ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub failure: Option<ProblemCode>,
        /// The same for people.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub detail: String,
        /// Rows read, whatever became of them.
        pub rows: i64,
        /// Records that are new.
        pub stored: i64,
        /// Records that were stored before, or stand there twice.
        pub duplicates: i64,
        /// Rows that cannot be right.
        pub refused: i64,
        /// Yen of what was stored.
        pub charge: i64,
        /// The first 1,000 refused rows. A list of imports leaves them out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub faults: Vec<ImportFault>,
        pub started_at: DateTime<Utc>,
        /// When rows were stored last.
        pub updated_at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub finished_at: Option<DateTime<Utc>>,
    }

    /// A row that was refused.
    pub struct ImportFault {
        /// Line of what was sent, counted from 1; a header is line 1.
        pub line: u64,
        /// Field of the row.
        pub field: String,
        /// What is wrong with it.
        pub code: FieldCode,
        /// The same in words.
        pub detail: String,
        /// What stood there, cut. Called numbers are masked.
        pub value: String,
    }
}
