//! How long a statement may take that scans what one customer has, on PostgreSQL. On SQLite, places alone bound such
//! work. Must not know the statement.

use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};

use crate::{Error, Services};

/// A month of two million calls takes three seconds.
const LONGEST: &str = "SET LOCAL statement_timeout = '30s'";

/// A transaction for reading, in which each statement ends in time or fails with [`Error::Busy`].
pub(crate) async fn bounded(services: &Services) -> Result<DatabaseTransaction, Error> {
    let tx = services.db.scans().begin().await?;
    if services.db.is_postgres() {
        tx.execute_unprepared(LONGEST).await?;
    }
    Ok(tx)
}
