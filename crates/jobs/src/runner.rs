//! Claims due jobs, hands them to the handler and records what became of them. Any number of runners, in any
//! number of processes, may work on the same table: a claim skips rows that another one holds.

use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future;
use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter};
use tokio::sync::Notify;

use crate::entity::{Column, Entity, Model};
use crate::leases::Lease;
use crate::{Kinds, caught};

/// Longest wait between two looks at the table: jobs of other processes and postponed ones are found by it.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

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
    /// After this time a job whose runner died is taken over; one that lives renews it.
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
    kinds: Kinds,
}

impl Runner {
    /// A runner on `db`, which must allow writing.
    #[must_use]
    pub fn new(db: DatabaseConnection, settings: Settings) -> Self {
        Self { db, settings, kinds: Kinds::All }
    }

    /// The same for some kinds of jobs.
    #[must_use]
    pub fn of_kinds(self, kinds: Kinds) -> Self {
        Self { kinds, ..self }
    }

    /// Works off one batch of due jobs and tells how many there were.
    ///
    /// # Errors
    /// Any error of the database; jobs already claimed run again after their lease.
    pub async fn run_once(&self, now: DateTime<Utc>, handler: impl AsyncFn(Model) -> Outcome) -> Result<usize, DbErr> {
        let jobs = self.claim(now, self.settings.batch).await?;
        let count = jobs.len();
        let clock = || now;
        for result in join_all(jobs.into_iter().map(|job| self.run_job(job, &clock, &handler))).await {
            result?;
        }
        Ok(count)
    }

    /// Works until `stop` resolves; then nothing more is claimed and what is under way is finished. A job that ends makes
    /// place for the next one, so that a slow one holds nobody back. `wake` says that there may be something to do.
    pub async fn run(
        &self,
        now: impl Fn() -> DateTime<Utc>,
        wake: &Notify,
        stop: impl Future<Output = ()>,
        handler: impl AsyncFn(Model) -> Outcome,
    ) {
        let mut stop = pin!(stop);
        let mut under_way = FuturesUnordered::new();
        loop {
            let places = self.settings.batch.saturating_sub(u64::try_from(under_way.len()).unwrap_or(u64::MAX));
            let claimed = meanwhile(&mut under_way, self.claim(now(), places)).await;
            let claimed = claimed.inspect_err(|error| tracing::error!(%error, "jobs cannot be claimed"));
            for job in claimed.unwrap_or_default() {
                under_way.push(self.run_and_tell(job, &now, &handler));
            }
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(()) = under_way.next() => {}
                () = wake.notified() => {}
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
        }
        under_way.for_each(|()| future::ready(())).await;
    }

    async fn claim(&self, now: DateTime<Utc>, places: u64) -> Result<Vec<Model>, DbErr> {
        if places == 0 {
            return Ok(Vec::new());
        }
        let free = Condition::any().add(Column::LeasedUntil.is_null()).add(Column::LeasedUntil.lt(now));
        let due = Condition::all().add(Column::FailedAt.is_null()).add(Column::RunAt.lte(now)).add(free);
        let due = Query::select()
            .column(Column::Id)
            .from(Entity)
            .cond_where(due.add(self.kinds.condition()))
            .order_by(Column::RunAt, sea_orm::Order::Asc)
            .limit(places)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .take();
        Entity::update_many()
            .col_expr(Column::LeasedUntil, Expr::value(Lease::end(now, self.settings.lease)))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.in_subquery(due))
            .exec_with_returning(&self.db)
            .await
    }

    async fn run_and_tell(
        &self,
        job: Model,
        now: &impl Fn() -> DateTime<Utc>,
        handler: &impl AsyncFn(Model) -> Outcome,
    ) {
        let id = job.id;
        if let Err(error) = self.run_job(job, now, handler).await {
            tracing::error!(%id, %error, "the end of a job cannot be recorded; it runs again after its lease");
        }
    }

    async fn run_job(
        &self,
        job: Model,
        now: &impl Fn() -> DateTime<Utc>,
        handler: &impl AsyncFn(Model) -> Outcome,
    ) -> Result<(), DbErr> {
        let (id, kind, attempts) = (job.id, job.kind.clone(), job.attempts);
        let mut lease = Lease::of(&job, &self.db, self.settings.lease);
        // Every try so far ended with its process: one more would end this one.
        let outcome = if attempts > self.settings.max_attempts {
            Outcome::Fail(never_ended(&job))
        } else {
            lease.during(now, call(handler, job)).await
        };
        let held = lease.held();
        let recorded = match outcome {
            Outcome::Done => {
                // Nothing is left of a job that its handler took away.
                return Entity::delete_many().filter(held).exec(&self.db).await.map(|_| ());
            }
            Outcome::Retry(error) if attempts < self.settings.max_attempts => {
                tracing::warn!(%id, kind, attempts, error, "job will be tried again");
                self.postpone(held, now() + self.delay(attempts), error).await?
            }
            Outcome::Retry(error) | Outcome::Fail(error) => {
                tracing::error!(%id, kind, attempts, error, "job was given up");
                self.give_up(held, now(), error).await?
            }
        };
        if !recorded {
            tracing::warn!(%id, kind, attempts, "the job was another's by then: nothing was recorded");
        }
        Ok(())
    }

    /// False when the claim was lost, as the next one.
    async fn postpone(&self, held: Condition, run_at: DateTime<Utc>, error: String) -> Result<bool, DbErr> {
        let update = Entity::update_many()
            .col_expr(Column::RunAt, Expr::value(run_at))
            .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(held);
        Ok(update.exec(&self.db).await?.rows_affected > 0)
    }

    async fn give_up(&self, held: Condition, now: DateTime<Utc>, error: String) -> Result<bool, DbErr> {
        let update = Entity::update_many()
            .col_expr(Column::FailedAt, Expr::value(now))
            .col_expr(Column::LastError, Expr::value(error))
            .filter(held);
        Ok(update.exec(&self.db).await?.rows_affected > 0)
    }

    fn delay(&self, attempts: i32) -> TimeDelta {
        const LONGEST: Duration = Duration::from_secs(6 * 3600);
        let doublings = u32::try_from(attempts - 1).unwrap_or(0);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        let delay = self.settings.first_delay.saturating_mul(factor).clamp(Duration::ZERO, LONGEST);
        TimeDelta::from_std(delay).unwrap_or(TimeDelta::MAX)
    }
}

/// Waits for something while the jobs under way go on: on SQLite one of them may hold the one connection that is waited
/// for.
async fn meanwhile<T>(jobs: &mut FuturesUnordered<impl Future<Output = ()>>, what: impl Future<Output = T>) -> T {
    let mut what = pin!(what);
    loop {
        tokio::select! {
            biased;
            done = &mut what => return done,
            Some(()) = jobs.next() => {}
        }
    }
}

/// A panic must not end the runner.
async fn call(handler: &impl AsyncFn(Model) -> Outcome, job: Model) -> Outcome {
    caught(async { handler(job).await }).await.unwrap_or_else(|panic| Outcome::Retry(panic.to_string()))
}

fn never_ended(job: &Model) -> String {
    let before = job.last_error.as_ref().map(|error| format!("; before that: {error}")).unwrap_or_default();
    format!("the last of {} tries never ended: its process died or took too long{before}", job.attempts - 1)
}
