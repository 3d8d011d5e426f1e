//! How connections are opened, and when a pool's connection may be used again: never with a transaction still open on
//! it. Knows no table.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions as _, Connection};
use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};

use super::condition::Condition;
use super::connections::WAIT;

/// Longest wait of a statement for another writer to SQLite.
const BUSY: Duration = Duration::from_secs(20);
/// Longest wait of a transaction for the one connection that writes to SQLite.
const WRITER: Duration = Duration::from_secs(30);

/// How to connect to PostgreSQL.
pub(super) fn postgres_options(url: &str) -> Result<PgConnectOptions, DbErr> {
    Ok(url.parse::<PgConnectOptions>().map_err(refused)?.disable_statement_logging())
}

/// How to open SQLite; the file is made when it is absent.
pub(super) fn sqlite_options(url: &str) -> Result<SqliteConnectOptions, DbErr> {
    let options = url.parse::<SqliteConnectOptions>().map_err(refused)?.disable_statement_logging();
    Ok(with_pragmas(options))
}

fn with_pragmas(options: SqliteConnectOptions) -> SqliteConnectOptions {
    options
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", "NORMAL")
}

fn refused(error: sqlx::Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error)))
}

/// Connections for transactions on PostgreSQL.
pub(super) async fn postgres(
    url: &str,
    connections: u32,
    condition: Arc<Condition>,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(WAIT).sqlx_logging(false);
    options.test_before_acquire(false).map_sqlx_postgres_pool_opts(move |pool| {
        let condition = condition.clone();
        let pool = pool.before_acquire(move |connection, known| {
            let used = Instant::now().checked_sub(known.idle_for);
            let is_doubtful = used.is_none_or(|used| condition.doubts(used));
            Box::pin(async move {
                if is_doubtful {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
        pool.after_release(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
    });
    sea_orm::Database::connect(options).await
}

/// The one connection that writes to SQLite.
pub(super) async fn sqlite_writer(url: &str) -> Result<DatabaseConnection, DbErr> {
    sqlite(url, 1, false).await
}

/// Connections for transactions that only read SQLite; opened when they are needed.
pub(super) async fn sqlite_scans(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    sqlite(url, connections, true).await
}

async fn sqlite(url: &str, connections: u32, lazy: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(WRITER).sqlx_logging(false).connect_lazy(lazy);
    options.test_before_acquire(false).map_sqlx_sqlite_opts(with_pragmas);
    // SQLite ends a transaction by itself when the disk is full; the driver then fails to roll it back and counts it as
    // open for ever. What comes next would be a part of it, be answered as stored, and never be committed.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                // Rolling back after a transaction that was dropped is under way: this waits until it is done.
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    });
    sea_orm::Database::connect(options).await
}
