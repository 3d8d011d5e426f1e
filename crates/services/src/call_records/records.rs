//! A call record as it is shown, and the orders in which there is a list of them.

use chrono::{DateTime, Utc};
use madoguchi_entities::call_records;
use madoguchi_entities::ids::CallRecordId;

/// A record as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// Made from its content.
    pub id: CallRecordId,
    /// Start of the call.
    pub started_at: DateTime<Utc>,
    /// The provider's word.
    pub kind: String,
    /// Number that called.
    pub caller: String,
    /// Number that was called.
    pub callee: String,
    /// Seconds.
    pub duration: i32,
    /// Yen.
    pub charge: i64,
}

/// Columns of a [`CallRecord`], in its order: read by place, since a download has millions of rows.
pub(super) const COLUMNS: [call_records::Column; 7] = {
    use call_records::Column::{Callee, Caller, Charge, Duration, Id, Kind, StartedAt};
    [Id, StartedAt, Kind, Caller, Callee, Duration, Charge]
};

pub(super) type Row = (CallRecordId, DateTime<Utc>, String, String, String, i32, i64);

impl From<Row> for CallRecord {
    fn from((id, started_at, kind, caller, callee, duration, charge): Row) -> Self {
        Self { id, started_at, kind, caller, callee, duration, charge }
    }
}

/// By what the list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// Start of the call.
    #[default]
    StartedAt,
    /// Yen.
    Charge,
    /// Seconds.
    Duration,
}

/// Order of the list. Equal rows are ordered by start and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Ordering {
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}
