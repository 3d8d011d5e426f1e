//! Files of requests in a list and in full, and their rows with what is wrong in them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::Localized;
use madoguchi_domain::requests::{RequestRowOutcome, RequestState};
use madoguchi_entities::ids::{RequestBatchId, RequestId};
use madoguchi_entities::request_batch_rows::{self, Column};
use madoguchi_entities::request_batches;
use madoguchi_entities::requests as table;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder};

use super::faults::{Broken, Cells, Fault};
use super::kept::{Asked, FileColumn, columns, revision};
use super::{RequestBatch, finders};
use crate::cursors::{List, Listed, Part};
use crate::orders::Order;
use crate::requests::{Request, answers, many};
use crate::revisions::Revision;
use crate::{Error, Scope, Services};

/// A file in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Its row.
    pub batch: RequestBatch,
    /// Label of its category.
    pub category: Localized,
    /// Its columns.
    pub columns: Vec<FileColumn>,
    /// How many rows there are.
    pub counts: Counts,
}

impl Detail {
    /// From which state a change of it is made.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn revision(&self) -> Result<Revision, Error> {
        revision(&self.batch)
    }
}

/// Rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub rows: usize,
    /// With something that must be mended first.
    pub faulty: usize,
    /// With something that should be looked at.
    pub warned: usize,
    /// That are drafts, to be sent together.
    pub drafts: usize,
    /// That were sent.
    pub sent: usize,
}

/// A row of a file.
#[derive(Clone, Debug)]
pub struct Row {
    /// As it was kept.
    pub row: request_batch_rows::Model,
    /// The request that came of it.
    pub request: Option<Request>,
    /// What must be mended before it can be sent.
    pub faults: Vec<Fault>,
    /// What should be looked at.
    pub warnings: Vec<Fault>,
}

impl Row {
    /// What came of it, as it is now.
    #[must_use]
    pub fn outcome(&self) -> RequestRowOutcome {
        match &self.request {
            Some(request) if request.state != RequestState::Draft => RequestRowOutcome::Sent,
            _ => self.row.outcome,
        }
    }
}

/// Files that the user may see, last begun first.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(services: &Services, scope: &Scope, part: Part<'_>) -> Result<Listed<RequestBatch>, Error> {
    let list = List::new(services, "request batches".to_owned());
    let order = Order::unique(request_batches::Column::Id, |batch: &RequestBatch| batch.id.0)
        .led_by(request_batches::Column::CreatedAt, |batch: &RequestBatch| -> DateTime<Utc> { batch.created_at })
        .descending(true);
    let seen = finders::seen_by(scope);
    let page = order.page_of(services, &list, part, &seen).await?;
    part.counted(services, page, seen).await
}

/// One file.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: RequestBatchId) -> Result<Detail, Error> {
    let batch = finders::find(services, scope, id).await?;
    let rows = all(services.db.read(), scope, &batch).await?;
    let mut counts = Counts { rows: rows.len(), ..Counts::default() };
    for row in &rows {
        let is_draft = row.request.as_ref().is_some_and(|request| request.state == RequestState::Draft);
        counts.faulty += usize::from(!row.faults.is_empty());
        counts.warned += usize::from(!row.warnings.is_empty());
        counts.drafts += usize::from(is_draft);
        counts.sent += usize::from(row.outcome() == RequestRowOutcome::Sent);
    }
    let category = many::category_label(scope.portal(), &batch.category).cloned();
    let category = category.unwrap_or_else(|| Localized { ja: batch.category.clone(), en: batch.category.clone() });
    Ok(Detail { columns: columns(&batch)?, batch, category, counts })
}

/// Rows of a file in its order; only those with something to be mended when asked. Tells how many there are.
///
/// # Errors
/// [`Error::NotFound`]; `invalid_cursor`.
pub async fn rows(
    services: &Services,
    scope: &Scope,
    (id, only_faulty): (RequestBatchId, bool),
    part: Part<'_>,
) -> Result<Listed<Row>, Error> {
    let batch = finders::find(services, scope, id).await?;
    let list = List::new(services, format!("request batch rows {id} {only_faulty}"));
    let after: i32 = part.cursor.map(|cursor| list.open(cursor)).transpose()?.unwrap_or_default();
    // What is wrong is found by looking at all of them, of which there are no more than one file may have.
    let mut rows = all(services.db.read(), scope, &batch).await?;
    rows.retain(|row| !only_faulty || !row.faults.is_empty());
    let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    rows.retain(|row| row.row.position > after);
    Ok(Listed { page: list.page(rows, part.limit, |row| row.row.position)?, total })
}

/// All rows of a file, in its order, with what is wrong in them now.
pub(super) async fn all(db: &impl ConnectionTrait, scope: &Scope, batch: &RequestBatch) -> Result<Vec<Row>, Error> {
    let rows = scope
        .rows(request_batch_rows::Entity, Column::Portal, [Column::CustomerId])
        .filter(Column::BatchId.eq(batch.id))
        .order_by_asc(Column::Position)
        .all(db)
        .await?;
    let ids: Vec<RequestId> = rows.iter().filter_map(|row| row.request_id).collect();
    let found = scope
        .rows(table::Entity, table::Column::Portal, [table::Column::CustomerId])
        .filter(table::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let mut requests: HashMap<RequestId, Request> = found.into_iter().map(|request| (request.id, request)).collect();
    let (asked, columns) = (Asked::of(scope.portal(), &batch.category)?, columns(batch)?);
    let row = |row: request_batch_rows::Model| {
        let request = row.request_id.and_then(|id| requests.remove(&id));
        looked_at(scope, (&asked, &columns), row, request)
    };
    rows.into_iter().map(row).collect()
}

fn looked_at(
    scope: &Scope,
    (asked, columns): (&Asked<'_>, &[FileColumn]),
    row: request_batch_rows::Model,
    request: Option<Request>,
) -> Result<Row, Error> {
    let offsets: Vec<u32> = match row.cells.as_str() {
        "" => Vec::new(),
        json => serde_json::from_str(json).map_err(Error::internal)?,
    };
    let cells = Cells { line: row.line.unsigned_abs(), offsets: &offsets, columns };
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    if !row.faults.is_empty() {
        let broken: Broken = serde_json::from_str(&row.faults).map_err(Error::internal)?;
        faults.push(cells.broken(broken));
    }
    if let Some(draft) = request.as_ref().filter(|request| request.state == RequestState::Draft) {
        let typed = answers(draft)?;
        match many::check(scope.portal(), &asked.of_row, draft) {
            Ok(_) => {}
            Err(Error::Invalid(errors)) => faults.extend(cells.faults(asked, &typed, errors)),
            Err(error) => return Err(error),
        }
        warnings = cells.warnings(asked, &typed);
    }
    Ok(Row { row, request, faults, warnings })
}
