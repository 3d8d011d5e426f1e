//! Call records of a contract and month: pages, totals, charts, files and who looked at them. Only for contracts whose
//! call-record service is active, and only from its first month on.

mod charts;
mod inserts;
mod masking;
pub mod partitions;
pub mod retention;
mod selections;
pub mod store;
mod totals;
pub mod views;

use chrono::{DateTime, Utc};
use madoguchi_entities::call_records;
use madoguchi_entities::ids::CallRecordId;
use sea_orm::QuerySelect;

use crate::cursors::{self, List, Page};
use crate::orders::{Order, Position, Step};
use crate::{Error, Scope, Services};

pub use charts::{Charts, charts};
pub(crate) use masking::delete_old as delete_old_unmaskings;
pub use masking::unmask;
pub use selections::{Filter, Selection, is_readable, select};
pub use totals::{Sum, Totals, totals};
use views::ViewAction;

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
const COLUMNS: [call_records::Column; 7] = {
    use call_records::Column::{Callee, Caller, Charge, Duration, Id, Kind, StartedAt};
    [Id, StartedAt, Kind, Caller, Callee, Duration, Charge]
};
type Row = (CallRecordId, DateTime<Utc>, String, String, String, i32, i64);

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
    /// By what.
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}

/// Records as they may be shown, and where the next ones start.
pub(crate) struct Part {
    pub(crate) rows: Vec<CallRecord>,
    pub(crate) next: Option<Position>,
}

/// A page of records. Who looked is written before it is shown.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    selection: &Selection,
    ordering: Ordering,
    part: cursors::Part<'_>,
) -> Result<Page<CallRecord>, Error> {
    let list = List::new(services, selection.list_name(ordering));
    let after = part.cursor.map(|cursor| order(ordering).open(&list, cursor)).transpose()?;
    let part = read(services, selection, ordering, after, part.limit).await?;
    let next_cursor = part.next.map(|position| list.seal(&position)).transpose()?;
    views::record(services, scope, selection, ViewAction::List, i64::try_from(part.rows.len()).ok()).await?;
    Ok(Page { items: part.rows, next_cursor })
}

/// At most `limit` records after a position, in order, masked where they must be.
pub(crate) async fn read(
    services: &Services,
    selection: &Selection,
    ordering: Ordering,
    after: Option<Position>,
    limit: u64,
) -> Result<Part, Error> {
    let start = after.as_ref().and_then(Position::instant).map(|start| (start, ordering.descending));
    let query = selection.records_beyond(services, start).select_only().columns(COLUMNS);
    let read = async |step: Step| {
        let rows: Vec<Row> = step.on(query.clone()).into_tuple().all(services.db.read()).await?;
        Ok::<_, Error>(rows.into_iter().map(CallRecord::from).collect())
    };
    let (mut rows, next) = order(ordering).read(after.as_ref(), limit, read).await?;
    rows.iter_mut().for_each(|row| masking::mask_for(services, selection, row));
    Ok(Part { rows, next })
}

fn order(Ordering { key, descending }: Ordering) -> Order<CallRecord> {
    use call_records::Column;
    let order = Order::unique(Column::Id, |row: &CallRecord| row.id.0);
    let order = order.led_by(Column::StartedAt, |row| row.started_at);
    let order = match key {
        Key::StartedAt => order,
        Key::Charge => order.led_by(Column::Charge, |row| row.charge),
        Key::Duration => order.led_by(Column::Duration, |row| row.duration),
    };
    order.descending(descending)
}
