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
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{Order, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::cursors::Page;
use crate::{Error, FieldCode, Scope, Services};

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

/// Position in the list: value of the key, start, id.
pub(crate) type Position = (i64, DateTime<Utc>, CallRecordId);

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
    cursor: Option<&str>,
    limit: u64,
) -> Result<Page<CallRecord>, Error> {
    let list = selection.list_name(ordering);
    let after = cursor.map(|cursor| masking::decode_cursor(services, selection, &list, cursor)).transpose()?;
    // A place outside the selection was never given out, and may be beyond what a database can name.
    let (from, until) = selection.range();
    if after.is_some_and(|(_, at, _)| at < from || at >= until) {
        return Err(Error::invalid("cursor", FieldCode::InvalidCursor));
    }
    let part = read(services, selection, ordering, after, limit).await?;
    let next_cursor =
        part.next.map(|position| masking::encode_cursor(services, selection, &list, &position)).transpose()?;
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
    let start = after.filter(|_| ordering.key == Key::StartedAt).map(|(_, start, _)| (start, ordering.descending));
    let mut query = selection.records_beyond(services, start);
    if let Some(position) = after {
        query = query.filter(beyond(ordering, position));
    }
    let query = in_order(query, ordering).limit(limit + 1).select_only().columns(COLUMNS);
    let mut rows: Vec<Row> = query.into_tuple().all(services.db.read()).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut rows: Vec<CallRecord> = rows.into_iter().map(CallRecord::from).collect();
    let next = rows.last().filter(|_| more).map(|row| position(ordering.key, row));
    rows.iter_mut().for_each(|row| masking::mask_for(services, selection, row));
    Ok(Part { rows, next })
}

fn in_order(query: Select<call_records::Entity>, ordering: Ordering) -> Select<call_records::Entity> {
    let order = if ordering.descending { Order::Desc } else { Order::Asc };
    let query = match ordering.key {
        Key::StartedAt => query,
        Key::Charge => query.order_by(call_records::Column::Charge, order.clone()),
        Key::Duration => query.order_by(call_records::Column::Duration, order.clone()),
    };
    query.order_by(call_records::Column::StartedAt, order.clone()).order_by(call_records::Column::Id, order)
}

/// Where a record stands in the order.
fn position(key: Key, row: &CallRecord) -> Position {
    let value = match key {
        Key::StartedAt => 0,
        Key::Charge => row.charge,
        Key::Duration => row.duration.into(),
    };
    (value, row.started_at, row.id)
}

fn beyond(ordering: Ordering, (value, started_at, id): Position) -> SimpleExpr {
    use call_records::Column::{Charge, Duration, Id, StartedAt};
    let key = match ordering.key {
        Key::StartedAt => None,
        Key::Charge => Some(Charge),
        Key::Duration => Some(Duration),
    };
    let mut columns = vec![Expr::col(StartedAt), Expr::col(Id)];
    let mut values = vec![Expr::value(started_at), Expr::value(id)];
    if let Some(key) = key {
        columns.insert(0, Expr::col(key));
        values.insert(0, Expr::value(value));
    }
    let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
    if ordering.descending { columns.lt(values) } else { columns.gt(values) }
}
