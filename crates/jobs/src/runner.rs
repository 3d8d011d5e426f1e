//! Claims due jobs, hands them to the handler and records what became of them. Any number of runners, in any
//! number of processes, may work on the same table: a claim skips rows that another one holds.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::entity::{Column, Entity, Model};

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done; the row goes away.
    Done,
    /// Try again later, with growing delay, until the tries are used up.
    Retry(String),
    /// Never try again; the row stays visible.
    Fail(String),
}

/// How a runner works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Jobs worked on at once.
    pub batch: u64,
    /// After this time a job whose runner died is taken over.
    pub lease: Duration,
    /// Tries before a job is given up.
    pub max_attempts: i32,
    /// Delay after the first failure; doubles with each further one, up to six hours.
    pub first_delay: Duration,
}

/// Claims and runs jobs of one database.
#[derive(Clone, Debug)]
pub struct Runner {
    db: DatabaseConnection,
    settings: Settings,
}

impl Runner {
    /// A runner on `db`, which must allow writing.
    #[must_use]
    pub fn new(db: DatabaseConnection, settings: Settings) -> Self {
        Self { db, settings }
    }

    /// Works off one batch of due jobs and tells how many there were.
    ///
    /// # Errors
    /// Any error of the database; jobs already claimed run again after their lease.
    pub async fn run_once(&self, now: DateTime<Utc>, handler: impl AsyncFn(Model) -> Outcome) -> Result<usize, DbErr> {
        let jobs = self.claim(now).await?;
        let count = jobs.len();
        for result in join_all(jobs.into_iter().map(|job| self.run_job(job, now, &handler))).await {
            result?;
        }
        Ok(count)
    }

    async fn claim(&self, now: DateTime<Utc>) -> Result<Vec<Model>, DbErr> {
        let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now));
        let due = Query::select()
            .column(Column::Id)
            .from(Entity)
            .cond_where(Condition::all().add(Column::FailedAt.is_null()).add(Column::RunAt.lte(now)).add(free))
            .order_by(Column::RunAt, sea_orm::Order::Asc)
            .limit(self.settings.batch)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .take();
        let lease = TimeDelta::from_std(self.settings.lease).unwrap_or(TimeDelta::MAX);
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(now + lease))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.in_subquery(due))
            .exec_with_returning(&self.db)
            .await
    }

    async fn run_job(
        &self,
        job: Model,
        now: DateTime<Utc>,
        handler: &impl AsyncFn(Model) -> Outcome,
    ) -> Result<(), DbErr> {
        let (id, kind, attempts) = (job.id, job.kind.clone(), job.attempts);
        match handler(job).await {
            Outcome::Done => Entity::delete_by_id(id).exec(&self.db).await.map(|_| ()),
            Outcome::Retry(error) if attempts < self.settings.max_attempts => {
                tracing::warn!(%id, kind, attempts, error, "job will be tried again");
                self.postpone(id, now + self.delay(attempts), error).await
            }
            Outcome::Retry(error) | Outcome::Fail(error) => {
                tracing::error!(%id, kind, attempts, error, "job was given up");
                self.give_up(id, now, error).await
            }
        }
    }

    async fn postpone(&self, id: uuid::Uuid, run_at: DateTime<Utc>, error: String) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::RunAt, Expr::value(run_at))
            .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(Column::Id.eq(id))
            .exec(&self.db)
            .await
            .map(|_| ())
    }

    async fn give_up(&self, id: uuid::Uuid, now: DateTime<Utc>, error: String) -> Result<(), DbErr> {
        Entity::update_many()
            .col_expr(Column::FailedAt, Expr::value(now))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(Column::Id.eq(id))
            .exec(&self.db)
            .await
            .map(|_| ())
    }

    fn delay(&self, attempts: i32) -> TimeDelta {
        const LONGEST: Duration = Duration::from_secs(6 * 3600);
        let doublings = u32::try_from(attempts - 1).unwrap_or(0);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        let delay = self.settings.first_delay.saturating_mul(factor).clamp(Duration::ZERO, LONGEST);
        TimeDelta::from_std(delay).unwrap_or(TimeDelta::MAX)
    }
}
