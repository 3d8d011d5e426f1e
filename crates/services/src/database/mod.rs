//! The database: one writer and many readers on SQLite, one pool on PostgreSQL; transactions that are run again
//! after a deadlock. Knows no table.

pub(crate) mod failures;

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::Error;

/// Times a transaction is run before its transient error is the caller's.
const RUNS: u32 = 5;

/// Connections to one database.
#[derive(Clone, Debug)]
pub struct Database {
    read: DatabaseConnection,
    write: DatabaseConnection,
}

impl Database {
    /// Connects to `sqlite://path` (made when absent) or `postgres://…`.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, Error> {
        if url.starts_with("sqlite:") {
            let write = sea_orm::Database::connect(sqlite(url, 1)).await?;
            let read = sea_orm::Database::connect(sqlite(url, connections)).await?;
            return Ok(Self { read, write });
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).acquire_timeout(Duration::from_secs(10)).sqlx_logging(false);
        let pool = sea_orm::Database::connect(options).await?;
        Ok(Self { read: pool.clone(), write: pool })
    }

    /// Brings the schema up to date. Safe to call from several processes at once on one database: the loser's
    /// steps fail and it looks again.
    ///
    /// # Errors
    /// What the database says of a step.
    pub async fn migrate(&self) -> Result<(), Error> {
        let mut last = Ok(());
        for _ in 0..RUNS {
            last = madoguchi_migrations::Migrator::up(&self.write, None).await;
            if last.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(last?)
    }

    /// For reading outside a transaction.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For work that is one statement, or that brings its own transactions.
    #[must_use]
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        self.read.execute_unprepared("SELECT 1").await.is_ok()
    }

    /// Whether it is PostgreSQL (or Citus).
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DatabaseBackend::Postgres
    }

    /// Runs `work` in one transaction: all of it is kept or none. After a deadlock it is run again, so it must
    /// have no effect outside the transaction. On SQLite there is one writer: do not start another inside.
    ///
    /// # Errors
    /// The error of `work`, or of the database.
    pub async fn transaction<T>(
        &self,
        work: impl AsyncFn(&DatabaseTransaction) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut runs = 0;
        loop {
            runs += 1;
            match self.run(&work).await {
                Err(error) if error.is_transient() && runs < RUNS => {
                    tracing::info!(%error, runs, "transaction is run again");
                    tokio::time::sleep(Duration::from_millis(10 << runs)).await;
                }
                result => return result,
            }
        }
    }

    async fn run<T>(&self, work: &impl AsyncFn(&DatabaseTransaction) -> Result<T, Error>) -> Result<T, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.write.begin_with_options(options).await?;
        match work(&tx).await {
            Ok(value) => {
                tx.commit().await?;
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(Duration::from_secs(30)).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(20))
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "NORMAL")
    });
    options
}
