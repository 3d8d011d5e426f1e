//! Call records of a contract and month.

use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// One call.
    pub struct CallRecord {
        /// Made from the content.
        pub id: Uuid,
        /// Start.
        pub started_at: DateTime<Utc>,
        /// The provider's word for the kind.
        pub kind: String,
        /// Calling number, digits.
        pub caller: String,
        /// Called number, digits.
        pub callee: String,
        /// Seconds.
        pub duration: i32,
        /// Yen.
        pub charge: i64,
    }

    /// Count and charge under a filter, with the choices for the next filter.
    pub struct CallRecordTotals {
        /// Month, `2026-10`.
        pub month: String,
        /// Calls under the filter.
        pub count: i64,
        /// Yen under the filter.
        pub charge: i64,
        /// Kinds of the whole month.
        pub kinds: Vec<CallRecordKind>,
        /// Months with records that may be read, newest first.
        pub months: Vec<String>,
    }

    /// A kind of call in the month.
    pub struct CallRecordKind {
        /// The provider's word.
        pub kind: String,
        /// Calls.
        pub count: i64,
        /// Yen.
        pub charge: i64,
    }

    /// Order of the list.
    #[derive(Copy, Eq, Default)]
    pub enum CallRecordOrder {
        /// Oldest first.
        #[default]
        StartedAt,
        /// Newest first.
        StartedAtDescending,
        /// Cheapest first.
        Charge,
        /// Most expensive first.
        ChargeDescending,
        /// Shortest first.
        Duration,
        /// Longest first.
        DurationDescending,
    }

    /// Encoding of a CSV file.
    #[derive(Copy, Eq, Default)]
    pub enum CsvEncoding {
        /// UTF-8 with byte order mark.
        #[default]
        Utf8,
        /// Windows-31J.
        Cp932,
    }
}
