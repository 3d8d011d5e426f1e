//! The database: one writer and many readers on SQLite, one pool on PostgreSQL; transactions that are run again
//! after a deadlock. Knows no table.

mod condition;
mod connections;
mod joined;
mod observers;
mod pools;
mod probes;
mod transactions;

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnAcquireErr, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use condition::Condition;
pub use connections::Connections;
pub(crate) use joined::{Joined, Outcome};
pub use observers::Observer;
use probes::Probe;
use tokio::sync::Notify;
pub use transactions::Transaction;

use crate::Error;
use crate::error::failures;

/// Times a transaction is run before its transient error is the caller's.
const RUNS: u32 = 5;
/// Connections of the probe at most. One is enough for who watches; another event loop that is asked opens its own, since
/// one that it left to the watch would end with it, and look as if the database were away.
const PROBES: usize = 8;

/// Connections to one database.
#[derive(Clone, Debug)]
pub struct Database {
    read: Connections,
    single: Connections,
    write: DatabaseConnection,
    scans: DatabaseConnection,
    condition: Arc<Condition>,
    probe: Arc<Probe>,
    promised: Arc<Notify>,
}

impl Database {
    /// Connects to `sqlite://path` (made when absent) or `postgres://…`. On PostgreSQL half of the connections are for
    /// transactions, the others for statements outside of them; one more looks whether the database is there.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, Error> {
        let condition = Arc::new(Condition::default());
        let unchecked = Arc::new(Condition::default());
        if url.starts_with("sqlite:") {
            let options = pools::sqlite_options(url)?;
            let write = pools::sqlite_writer(url).await?;
            let most = usize::try_from(connections).unwrap_or(1).max(1);
            let probe = Connections::sqlite(options.clone().busy_timeout(Duration::from_secs(1)), PROBES, unchecked);
            return Ok(Self {
                read: Connections::sqlite(options, most, condition.clone()),
                single: Connections::pooled(write.clone()),
                scans: pools::sqlite_scans(url, connections).await?,
                write,
                probe: Arc::new(Probe::new(probe, condition.clone())),
                condition,
                promised: Arc::default(),
            });
        }
        let options = pools::postgres_options(url)?;
        let of_transactions = (connections / 2).max(1);
        let most = usize::try_from(connections.saturating_sub(of_transactions)).unwrap_or(1).max(1);
        let probe = Connections::postgres(options.clone(), PROBES, unchecked);
        let read = Connections::postgres(options, most, condition.clone());
        let write = pools::postgres(url, of_transactions, condition.clone()).await?;
        Ok(Self {
            single: read.clone(),
            read,
            scans: write.clone(),
            write,
            probe: Arc::new(Probe::new(probe, condition.clone())),
            condition,
            promised: Arc::default(),
        })
    }

    /// The same connections; an observer is told every statement that is sent outside of transactions.
    #[must_use]
    pub fn observed(self, observer: &Observer) -> Self {
        let (read, single) = (self.read.observed(observer.clone()), self.single.observed(observer.clone()));
        Self { read, single, ..self }
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
    pub fn read(&self) -> &Connections {
        &self.read
    }

    /// For a write of one statement that many requests make: without the pool's questions about the connection.
    #[must_use]
    pub fn single(&self) -> &Connections {
        &self.single
    }

    /// For work that is one statement, or that brings its own transactions.
    #[must_use]
    pub fn write(&self) -> &DatabaseConnection {
        &self.write
    }

    /// For transactions that only read.
    #[must_use]
    pub fn scans(&self) -> &DatabaseConnection {
        &self.scans
    }

    /// Whether the database answers and can write, as seen within the last seconds.
    pub async fn is_ready(&self) -> bool {
        self.probe.is_ready().await
    }

    /// Waits until a transaction of this process is kept in which a job was promised.
    pub(crate) async fn job_promised(&self) {
        self.promised.notified().await;
    }

    /// Watches whether the database is there, so that no request waits for one that is not. Goes on until it is dropped.
    pub async fn watch(&self) {
        self.probe.watch().await;
    }

    /// Closes all connections that are not in use.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn close(&self) -> Result<(), Error> {
        self.read.close();
        self.probe.close();
        self.scans.clone().close().await?;
        Ok(self.write.clone().close().await?)
    }

    /// Whether it is PostgreSQL (or Citus).
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        self.write.get_database_backend() == DatabaseBackend::Postgres
    }

    /// Runs `work` in one transaction: all of it is kept or none, and what it promised is begun once it is kept. After a
    /// deadlock it is run again, so it must have no effect outside the transaction. On SQLite there is one writer: do not start another inside.
    ///
    /// # Errors
    /// The error of `work`, or of the database.
    pub async fn transaction<T>(&self, work: impl AsyncFn(&Transaction) -> Result<T, Error>) -> Result<T, Error> {
        self.attempt(async |tx| Ok((work(tx).await?, true))).await
    }

    /// The same, kept only when `work` says so: what comes of something is seen without doing it.
    ///
    /// # Errors
    /// The error of `work`, or of the database.
    pub async fn attempt<T>(&self, work: impl AsyncFn(&Transaction) -> Result<(T, bool), Error>) -> Result<T, Error> {
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

    async fn run<T>(&self, work: &impl AsyncFn(&Transaction) -> Result<(T, bool), Error>) -> Result<T, Error> {
        if let Some(joined) = Joined::current() {
            return joined.run(async || self.begin().await, work).await;
        }
        let tx = Transaction::new(self.begin().await?);
        let result = match work(&tx).await {
            Ok((value, true)) => self.keep(tx).await.map(|()| value),
            Ok((value, false)) => tx.rollback().await.map(|()| value).map_err(Error::from),
            Err(error) => {
                // The pool uses the connection no more; the first error says why.
                if let Err(failed) = tx.rollback().await {
                    tracing::warn!(error = %failed, "a transaction could not be rolled back");
                }
                Err(error)
            }
        };
        if matches!(result, Err(Error::DatabaseAway(_))) {
            self.condition.doubt_all();
        }
        result
    }

    /// Keeps what a transaction did, and begins what it promised.
    pub(crate) async fn keep(&self, tx: Transaction) -> Result<(), Error> {
        Ok(tx.commit(&self.promised).await?)
    }

    /// Begins a transaction. A connection that broke while nobody used it is no reason to refuse: there are others.
    async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        self.condition.check().map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        match self.write.begin_with_options(options).await.map_err(Error::from) {
            Err(Error::DatabaseAway(error)) if !failures::is_transient(&error) => {
                self.condition.doubt_all();
                Ok(self.write.begin_with_options(options).await?)
            }
            begun => begun,
        }
    }
}
