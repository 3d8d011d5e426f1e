//! Rows of call records: of a file, or of what a system sends.

use std::path::PathBuf;

use super::batches::{Batcher, Batches};
use super::cells::{self, Cells};
use super::files::Rows;
use super::mapping::{CallRecordColumns, Source};
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::call_records::partitions;
use crate::call_records::store::{self, NewCallRecord};
use crate::database::Transaction;
use crate::rows::RowError;
use crate::{Database, Provider};

/// Records stored together. Sorted by their key before, so that a large batch touches each page once: on SQLite twice as
/// fast as ten thousand.
pub(super) const BATCH: u64 = 50_000;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<CallRecordColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        read(rows, &source.columns, batcher)
    });
    let (provider, db) = (run.provider, &run.services.db);
    let prepare = async |rows: &[NewCallRecord]| prepare(db, rows).await;
    let store = async |tx: &Transaction, rows: &[NewCallRecord]| store_all(tx, provider, rows).await;
    run.file(Noun::CallRecords, path, batches, prepare, store).await
}

/// Reads all rows.
pub(super) fn read(
    mut rows: Rows,
    columns: &CallRecordColumns,
    batcher: &mut Batcher<NewCallRecord>,
) -> Result<(), Error> {
    while let Some(cells) = rows.next()? {
        batcher.add_row(&cells, call_record(columns, &cells))?;
    }
    Ok(())
}

/// Does what must be done for a batch outside of its transaction.
pub(super) async fn prepare(db: &Database, rows: &[NewCallRecord]) -> Result<(), crate::Error> {
    for month in store::months(rows) {
        partitions::ensure(db, month).await?;
    }
    Ok(())
}

/// Stores a batch.
pub(super) async fn store_all(
    tx: &Transaction,
    provider: &Provider,
    rows: &[NewCallRecord],
) -> Result<Vec<Result<Outcome, RowError>>, crate::Error> {
    let answers = store::store(tx, provider, rows).await?;
    let outcome = |(row, answer): (&NewCallRecord, Result<_, _>)| {
        answer.map(|outcome| Outcome { outcome, lines: 0, amount: row.charge.0 })
    };
    Ok(rows.iter().zip(answers).map(outcome).collect())
}

fn call_record(columns: &CallRecordColumns, cells: &Cells<'_>) -> Result<NewCallRecord, RowError> {
    cells.check()?;
    Ok(NewCallRecord {
        contract: columns.contract.of("contract", cells)?,
        started_at: cells::instant("started_at", &columns.started_at.of("started_at", cells)?)?,
        kind: columns.kind.of("kind", cells)?,
        caller: columns.caller.of("caller", cells)?,
        callee: columns.callee.of("callee", cells)?,
        duration: cells::duration("duration", &columns.duration.of("duration", cells)?)?,
        charge: cells::yen("charge", &columns.charge.of("charge", cells)?)?,
    })
}
