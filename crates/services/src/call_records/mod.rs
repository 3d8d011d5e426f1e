//! Call records of a contract and month: pages, totals, charts, files and who looked at them. Only for contracts whose
//! call-record service is active, and only from its first month on.

mod charts;
mod inserts;
mod masking;
mod months;
pub mod partitions;
mod records;
pub mod retention;
mod selections;
pub mod store;
mod totals;
mod unmaskings;
pub mod views;

use madoguchi_entities::call_records;
use sea_orm::QuerySelect;

use crate::cursors::{self, List, Page};
use crate::orders::{Order, Position, Step};
use crate::{Error, Scope, Services};

pub use charts::{Charts, charts};
pub use masking::unmask;
pub use months::is_readable;
use records::{COLUMNS, Row};
pub use records::{CallRecord, Key, Ordering};
pub use selections::{Filter, Selection, select};
pub use totals::{Sum, Totals, totals};
pub(crate) use unmaskings::delete_old as delete_old_unmaskings;
use views::CallRecordAction;

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
    views::record(services, scope, selection, CallRecordAction::List, i64::try_from(part.rows.len()).ok()).await?;
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
