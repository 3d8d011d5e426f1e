//! What contracts stored month by month, by the numbers of contracts.

use super::{Answers, Given, How, many, record};
use crate::database::Transaction;
use crate::rows::RowOutcome;
use crate::usages::store::{self, NewUsage};
use crate::{Error, Provider, Services};

const ACTION: &str = "usages.written";

/// Stores what many contracts stored; a month is corrected until it is charged.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no such fees; fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<NewUsage>,
) -> Result<Answers<RowOutcome>, Error> {
    many(services, how, rows, async |tx, rows| store(tx, services, provider, rows).await).await
}

async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[NewUsage],
) -> Result<Answers<RowOutcome>, Error> {
    let answers = store::store(tx, provider, services.clock.now(), rows).await?;
    record(tx, services, provider, ACTION, rows.iter().map(|row| row.contract.as_str()).zip(&answers)).await?;
    Ok(answers)
}
