//! A transaction under way, which remembers whether a job was promised in it. Knows no table.

use std::sync::atomic::{AtomicBool, Ordering};

use madoguchi_jobs::Outbox;
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, ExecResult, QueryResult, Statement, TransactionTrait,
};
use sea_orm_migration::prelude::async_trait;
use tokio::sync::Notify;

/// A transaction of [`super::Database::transaction`].
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    promised: AtomicBool,
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction) -> Self {
        Self { inner, promised: AtomicBool::new(false) }
    }

    /// Keeps what was done, and wakes the runner of jobs when there is something for it.
    pub(super) async fn commit(self, wake: &Notify) -> Result<(), DbErr> {
        self.inner.commit().await?;
        if self.promised.into_inner() {
            wake.notify_one();
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }

    /// A part of it that is kept or undone by itself, as long as the whole is kept.
    pub(super) async fn part(&self) -> Result<Self, DbErr> {
        Ok(Self::new(self.inner.begin().await?))
    }

    /// Keeps a part.
    pub(super) async fn keep_part(&self, part: Self) -> Result<(), DbErr> {
        part.inner.commit().await?;
        if part.promised.into_inner() {
            self.promised.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Outbox for Transaction {
    fn promised(&self) {
        self.promised.store(true, Ordering::Relaxed);
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}
