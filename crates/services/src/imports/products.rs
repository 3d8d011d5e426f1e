//! Rows of products.

use std::path::PathBuf;

use super::batches::Batches;
use super::catalogue_columns::ProductColumns;
use super::cells::Cells;
use super::files::Rows;
use super::mapping::Source;
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::products::store::{self, NewProduct};
use crate::rows::RowError;

const BATCH: u64 = 500;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<ProductColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| {
        let mut rows = Rows::open(&file, source.encoding, &source.columns.headers())?;
        while let Some(cells) = rows.next()? {
            batcher.add_row(&cells, product(&source.columns, &cells))?;
        }
        Ok(())
    });
    let (provider, now) = (run.provider, run.now);
    let store = async |tx: &_, rows: &[NewProduct]| {
        let answers = store::store(tx, provider, now, rows).await?;
        Ok(answers.into_iter().map(|answer| answer.map(Outcome::from)).collect())
    };
    run.file(Noun::Products, path, batches, async |_| Ok(()), store).await
}

fn product(columns: &ProductColumns, cells: &Cells<'_>) -> Result<NewProduct, RowError> {
    cells.check()?;
    Ok(NewProduct {
        code: columns.code.of("code", cells)?,
        name: columns.name.of("name", cells)?,
        category: columns.category.of("category", cells)?,
        daily_price: columns.daily_price.of("daily_price", cells)?,
        monthly_price: columns.monthly_price.of("monthly_price", cells)?,
        stock: columns.stock.of("stock", cells)?,
        note: columns.note.of("note", cells)?,
    })
}
