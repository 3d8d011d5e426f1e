//! Connections for single statements outside a transaction, kept at hand: a statement is one round trip, where the pool
//! asks a connection before and after each use. A connection is used again only when its last statement ended well,
//! and by the event loop that opened it as long as there is one. Knows no table.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::postgres::{PgConnectOptions, Postgres};
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::sqlite::{Sqlite, SqliteConnectOptions};
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, Executor};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, ExecResult, QueryResult, RuntimeErr};
use sea_orm::{Statement, Values};
use sea_orm_migration::prelude::async_trait;
use sea_query_sqlx::SqlxValues;
use tokio::runtime::{Handle, Id};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::condition::Condition;
use super::joined::Joined;
use super::observers::Observer;
use crate::error::failures;

/// Longest wait for a connection.
pub(super) const WAIT: Duration = Duration::from_secs(3);
/// Age at which a connection is closed.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

/// Connections for single statements; clones are the same ones.
#[derive(Clone, Debug)]
pub struct Connections {
    kind: Kind,
    observer: Option<Observer>,
}

#[derive(Clone, Debug)]
enum Kind {
    Postgres(Arc<Pool<PgConnectOptions>>),
    Sqlite(Arc<Pool<SqliteConnectOptions>>),
    /// A pool's own: the one writer to SQLite, which transactions need too.
    Pooled(DatabaseConnection),
}

impl Connections {
    pub(super) fn postgres(options: PgConnectOptions, most: usize, condition: Arc<Condition>) -> Self {
        Self::of(Kind::Postgres(Arc::new(Pool::new(options, most, condition))))
    }

    pub(super) fn sqlite(options: SqliteConnectOptions, most: usize, condition: Arc<Condition>) -> Self {
        Self::of(Kind::Sqlite(Arc::new(Pool::new(options, most, condition))))
    }

    pub(super) fn pooled(pool: DatabaseConnection) -> Self {
        Self::of(Kind::Pooled(pool))
    }

    fn of(kind: Kind) -> Self {
        Self { kind, observer: None }
    }

    /// The same connections, whose statements an observer is told.
    pub(super) fn observed(self, observer: Observer) -> Self {
        Self { observer: Some(observer), ..self }
    }

    fn tell(&self, statement: &Statement) {
        if let Some(observer) = &self.observer {
            observer.tell(statement);
        }
    }

    /// Closes what is not in use; whoever asks afterwards gets no connection.
    pub(super) fn close(&self) {
        match &self.kind {
            Kind::Postgres(kept) => kept.close(),
            Kind::Sqlite(kept) => kept.close(),
            Kind::Pooled(_) => {}
        }
    }
}

#[derive(Debug)]
struct Pool<O: sqlx::ConnectOptions>
where
    O::Connection: Sized,
{
    options: O,
    most: usize,
    permits: Semaphore,
    idle: Mutex<Vec<Idle<O::Connection>>>,
    condition: Arc<Condition>,
}

#[derive(Debug)]
struct Idle<C> {
    connection: C,
    /// The event loop that opened it. Another one can use it, but is woken in a roundabout way.
    home: Option<Id>,
    opened: Instant,
    used: Instant,
}

impl<O: sqlx::ConnectOptions> Pool<O>
where
    O::Connection: Sized,
{
    fn new(options: O, most: usize, condition: Arc<Condition>) -> Self {
        Self { options, most, permits: Semaphore::new(most), idle: Mutex::default(), condition }
    }

    fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// A connection that lives.
    async fn lend(&self) -> Result<Lent<'_, O>, sqlx::Error> {
        self.condition.check()?;
        tokio::time::timeout(WAIT, self.find()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    async fn find(&self) -> Result<Lent<'_, O>, sqlx::Error> {
        let permit = self.permits.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        while let Some(mut idle) = self.take() {
            if idle.opened.elapsed() >= LIFETIME {
                let _closed_or_broken = idle.connection.close().await;
            } else if !self.condition.doubts(idle.used) || idle.connection.ping().await.is_ok() {
                return Ok(Lent { owner: self, idle, _permit: permit });
            }
        }
        let connection = self.options.connect().await?;
        let now = Instant::now();
        let idle = Idle { connection, home: home(), opened: now, used: now };
        Ok(Lent { owner: self, idle, _permit: permit })
    }

    /// The one that was used last by this event loop; another loop's only when no more may be opened.
    fn take(&self) -> Option<Idle<O::Connection>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let here = home();
        if let Some(index) = idle.iter().rposition(|idle| idle.home == here) {
            return Some(idle.swap_remove(index));
        }
        // Who asks holds a permit already.
        let lent = self.most.saturating_sub(self.permits.available_permits());
        if idle.len() + lent > self.most { idle.pop() } else { None }
    }
}

fn home() -> Option<Id> {
    Handle::try_current().ok().map(|handle| handle.id())
}

/// A connection in use. Dropped before [`Lent::end`] it is closed: nobody knows what still comes over it.
struct Lent<'a, O: sqlx::ConnectOptions>
where
    O::Connection: Sized,
{
    owner: &'a Pool<O>,
    idle: Idle<O::Connection>,
    _permit: SemaphorePermit<'a>,
}

impl<O: sqlx::ConnectOptions> Lent<'_, O>
where
    O::Connection: Sized,
{
    /// Keeps the connection after a statement that the database answered, were it with a refusal.
    fn end<T>(self, result: Result<T, sqlx::Error>, kind: fn(RuntimeErr) -> DbErr) -> Result<T, DbErr> {
        let Self { owner, mut idle, _permit } = self;
        let result = result.map_err(|error| kind(RuntimeErr::SqlxError(Arc::new(error))));
        if result.as_ref().is_err_and(failures::is_away) {
            owner.condition.doubt_all();
        } else if !owner.permits.is_closed() {
            idle.used = Instant::now();
            owner.idle.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
        }
        result
    }
}

fn query<DB: sqlx::Database>(statement: &Statement) -> Query<'_, DB, SqlxValues>
where
    SqlxValues: sqlx::IntoArguments<DB>,
{
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn no_connection(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

#[async_trait::async_trait]
impl ConnectionTrait for Connections {
    fn get_database_backend(&self) -> DatabaseBackend {
        match &self.kind {
            Kind::Postgres(_) => DatabaseBackend::Postgres,
            Kind::Sqlite(_) => DatabaseBackend::Sqlite,
            Kind::Pooled(pool) => pool.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.tell(&statement);
        if let Some(joined) = Joined::current()
            && let Some(whole) = joined.whole()
        {
            return whole.execute_raw(statement).await;
        }
        match &self.kind {
            Kind::Postgres(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Postgres>(&statement).execute(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Exec)?.into())
            }
            Kind::Sqlite(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Sqlite>(&statement).execute(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Exec)?.into())
            }
            Kind::Pooled(pool) => pool.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        if let Some(joined) = Joined::current()
            && let Some(whole) = joined.whole()
        {
            return whole.execute_unprepared(sql).await;
        }
        match &self.kind {
            Kind::Postgres(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = lent.idle.connection.execute(AssertSqlSafe(sql.to_owned())).await;
                Ok(lent.end(result, DbErr::Exec)?.into())
            }
            Kind::Sqlite(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = lent.idle.connection.execute(AssertSqlSafe(sql.to_owned())).await;
                Ok(lent.end(result, DbErr::Exec)?.into())
            }
            Kind::Pooled(pool) => pool.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.tell(&statement);
        if let Some(joined) = Joined::current()
            && let Some(whole) = joined.whole()
        {
            return whole.query_one_raw(statement).await;
        }
        match &self.kind {
            Kind::Postgres(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Postgres>(&statement).fetch_optional(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Query)?.map(QueryResult::from))
            }
            Kind::Sqlite(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Sqlite>(&statement).fetch_optional(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Query)?.map(QueryResult::from))
            }
            Kind::Pooled(pool) => pool.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.tell(&statement);
        if let Some(joined) = Joined::current()
            && let Some(whole) = joined.whole()
        {
            return whole.query_all_raw(statement).await;
        }
        match &self.kind {
            Kind::Postgres(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Postgres>(&statement).fetch_all(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Query)?.into_iter().map(QueryResult::from).collect())
            }
            Kind::Sqlite(kept) => {
                let mut lent = kept.lend().await.map_err(no_connection)?;
                let result = query::<Sqlite>(&statement).fetch_all(&mut lent.idle.connection).await;
                Ok(lent.end(result, DbErr::Query)?.into_iter().map(QueryResult::from).collect())
            }
            Kind::Pooled(pool) => pool.query_all_raw(statement).await,
        }
    }
}
