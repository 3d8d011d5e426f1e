//! Rows of customers.

use std::path::PathBuf;

use super::batches::Batches;
use super::catalogue_columns::CustomerColumns;
use super::cells::Cells;
use super::files::Rows;
use super::mapping::Source;
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::customers::{self, NewCustomer};
use crate::rows::RowError;

const BATCH: u64 = 500;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<CustomerColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let mut rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        while let Some(cells) = rows.next()? {
            batcher.add_row(&cells, customer(&source.columns, &cells))?;
        }
        Ok(())
    });
    let (provider, now) = (run.provider, run.now);
    let store = async |tx: &_, rows: &[NewCustomer]| {
        let answers = customers::upsert(tx, provider, now, rows).await?;
        Ok(answers.into_iter().map(|answer| answer.map(Outcome::from)).collect())
    };
    run.file(Noun::Customers, path, batches, async |_| Ok(()), store).await
}

pub(super) fn customer(columns: &CustomerColumns, cells: &Cells<'_>) -> Result<NewCustomer, RowError> {
    cells.check()?;
    Ok(NewCustomer {
        number: columns.number.of("number", cells)?,
        name: columns.name.of("name", cells)?,
        name_kana: columns.name_kana.of("name_kana", cells)?,
        postal_code: columns.postal_code.of("postal_code", cells)?,
        prefecture: columns.prefecture.of("prefecture", cells)?,
        address1: columns.address1.of("address1", cells)?,
        address2: columns.address2.of("address2", cells)?,
        phone: columns.phone.of("phone", cells)?,
    })
}
