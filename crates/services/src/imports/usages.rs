//! Rows of what contracts stored in a month.

use std::path::PathBuf;

use super::batches::Batches;
use super::cells::{self, Cells};
use super::files::Rows;
use super::mapping::{Source, UsageColumns};
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::rows::RowError;
use crate::usages::store::{self, NewUsage};

const BATCH: u64 = 2_000;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<UsageColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let mut rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        while let Some(cells) = rows.next()? {
            batcher.add_row(&cells, usage(&source.columns, &cells))?;
        }
        Ok(())
    });
    let (provider, now) = (run.provider, run.now);
    let store = async |tx: &_, rows: &[NewUsage]| {
        let answers = store::store(tx, provider, now, rows).await?;
        Ok(answers.into_iter().map(|answer| answer.map(Outcome::from)).collect())
    };
    run.file(Noun::Usages, path, batches, async |_| Ok(()), store).await
}

fn usage(columns: &UsageColumns, cells: &Cells<'_>) -> Result<NewUsage, RowError> {
    cells.check()?;
    Ok(NewUsage {
        contract: columns.contract.of("contract", cells)?,
        code: columns.code.of("code", cells)?,
        month: cells::month("month", &columns.month.of("month", cells)?)?,
        amount: columns.amount.of("amount", cells)?,
        unit: columns.unit.of("unit", cells)?,
    })
}
