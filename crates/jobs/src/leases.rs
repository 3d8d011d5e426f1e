//! The claim on a job, renewed while the job is done: one that takes longer than its lease is not begun by another for
//! it. What a process that died had claimed is free after the lease.

use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::entity::{Column, Entity, Model};

/// Parts of a lease after which it is renewed: two renewals may fail.
const PARTS: u32 = 3;

/// A job for as long as this claim holds it.
pub(crate) struct Lease<'a> {
    db: &'a DatabaseConnection,
    length: Duration,
    job: uuid::Uuid,
    attempts: i32,
    until: Option<DateTime<Utc>>,
}

impl<'a> Lease<'a> {
    /// That of a job just claimed.
    pub(crate) fn of(job: &Model, db: &'a DatabaseConnection, length: Duration) -> Self {
        Self { db, length, job: job.id, attempts: job.attempts, until: job.leased_until }
    }

    /// Until when a lease that begins now runs.
    pub(crate) fn end(now: DateTime<Utc>, length: Duration) -> DateTime<Utc> {
        now.checked_add_signed(TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The row. After the lease another claim may have it, and each claim counts one more try; the time tells claims apart
    /// when the tries were counted anew in between.
    pub(crate) fn held(&self) -> Condition {
        Condition::all()
            .add(Column::Id.eq(self.job))
            .add(Column::FailedAt.is_null())
            .add(Column::Attempts.eq(self.attempts))
            .add(Column::LeasedUntil.eq(self.until))
    }

    /// Does the work, and renews the lease meanwhile. A claim that is lost is not taken back: the work goes on, and nothing
    /// is recorded of it.
    pub(crate) async fn during<T>(&mut self, now: &impl Fn() -> DateTime<Utc>, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = tokio::time::sleep(self.length / PARTS) => {}
            }
            let mut done = None;
            // To its end, with the work beside it: the work may hold what the renewal waits for.
            let renewed = {
                let mut renewal = pin!(self.renew(now()));
                loop {
                    tokio::select! {
                        biased;
                        renewed = &mut renewal => break renewed,
                        finished = &mut work, if done.is_none() => done = Some(finished),
                    }
                }
            };
            match (done, renewed) {
                (Some(done), _) => return done,
                (None, Ok(true)) => {}
                (None, Ok(false)) => return work.await,
                (None, Err(error)) => tracing::warn!(id = %self.job, %error, "the lease of a job cannot be renewed"),
            }
        }
    }

    /// False when the job is no longer held: another has claimed it, or its own work took it away.
    async fn renew(&mut self, now: DateTime<Utc>) -> Result<bool, DbErr> {
        let renewed = Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(Self::end(now, self.length)))
            .filter(self.held())
            .exec_with_returning(self.db)
            .await?;
        let Some(row) = renewed.into_iter().next() else { return Ok(false) };
        self.until = row.leased_until;
        Ok(true)
    }
}
