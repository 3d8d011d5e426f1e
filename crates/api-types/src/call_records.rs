//! Call records of a contract and month.

use super::travels;
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

pub use madoguchi_domain::call_records::CallRecordAction;

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
        /// Called number, digits; its last four are `****` where the user may not see them.
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
        /// Whether the last four digits of called numbers are hidden from the user now.
        pub masked: bool,
        /// Until when they are shown to a user from whom they are hidden otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unmasked_until: Option<DateTime<Utc>>,
        /// Whether the user may read who looked at the records.
        pub views_readable: bool,
    }

    /// Calls and charges under a filter by day, hour and kind, for charts.
    pub struct CallRecordCharts {
        /// Month, `2026-10`.
        pub month: String,
        /// One for each day of the month; the days of the filter only.
        pub days: Vec<CallRecordDay>,
        /// 24, from midnight on, Asia/Tokyo.
        pub hours: Vec<CallRecordHour>,
        /// Most calls first.
        pub kinds: Vec<CallRecordKind>,
    }

    /// Calls of a day.
    pub struct CallRecordDay {
        /// The day, Asia/Tokyo.
        pub day: NaiveDate,
        /// Calls.
        pub count: i64,
        /// Yen.
        pub charge: i64,
    }

    /// Calls of an hour of the day.
    pub struct CallRecordHour {
        /// 0 to 23.
        pub hour: u32,
        /// Calls.
        pub count: i64,
        /// Yen.
        pub charge: i64,
    }

    /// The wish to see called numbers in full.
    #[serde(deny_unknown_fields)]
    pub struct UnmaskRequest {
        /// Why; the administrator can read it.
        pub reason: String,
    }

    /// Called numbers are shown in full for a while.
    pub struct Unmasking {
        /// Until then.
        pub until: DateTime<Utc>,
    }

    /// Somebody looked at call records.
    pub struct CallRecordView {
        /// For lists.
        pub id: Uuid,
        /// When.
        pub viewed_at: DateTime<Utc>,
        /// Who: name, or mail address where there is no name.
        pub user: String,
        /// What was done.
        pub action: CallRecordAction,
        /// Month looked at, `2026-10`.
        pub month: String,
        /// Whether called numbers were hidden.
        pub masked: bool,
        /// Under which filter, where there was one beside the month.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub filter: Option<CallRecordViewFilter>,
        /// Records shown, or counted; of a download, absent until it ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub count: Option<i64>,
        /// Why numbers were shown in full, where a reason was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// Under which filter somebody looked.
    pub struct CallRecordViewFilter {
        /// Day, `2026-10-05`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub day: Option<NaiveDate>,
        /// Hour of the day, 0 to 23.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hour: Option<u32>,
        /// The provider's word for the kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<String>,
        /// Digits that were searched for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<String>,
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
