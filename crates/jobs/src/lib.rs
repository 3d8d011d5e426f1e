//! Transactional outbox and its runner: work that is promised inside a transaction and done after it.
//! Knows no feature: what a [`Job`] does is its own business.

mod entity;
mod failed;
mod job;
mod leases;
mod panics;
mod runner;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub use entity::Model as Row;
pub use failed::{delete_failed, failed, is_promised, retry_failed};
pub use job::{Claim, Failure, Job, Outbox, promise, promise_all, run};
pub use panics::{Panicked, caught};
pub use runner::{Outcome, Runner, Settings};

/// Which jobs are meant.
#[derive(Clone, Copy, Debug)]
pub enum Kinds {
    All,
    /// Those of some kinds.
    Only(&'static [&'static str]),
    /// Those of all kinds but some.
    Except(&'static [&'static str]),
}

impl Kinds {
    fn condition(self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Only(kinds) => Condition::all().add(entity::Column::Kind.is_in(kinds.iter().copied())),
            Self::Except(kinds) => Condition::all().add(entity::Column::Kind.is_not_in(kinds.iter().copied())),
        }
    }
}

/// Promises a job by the name of its kind, as [`promise`] does. `payload` must be readable by who does the kind.
///
/// # Errors
/// Any error of the database; the caller's transaction is then lost as a whole.
pub async fn enqueue(
    outbox: &impl Outbox,
    kind: &str,
    payload: serde_json::Value,
    run_at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let job = row(kind, payload, run_at);
    let id = job.id.clone().take().unwrap_or_default();
    job.insert(outbox).await?;
    outbox.promised();
    Ok(id)
}

/// Rows of one statement: far fewer values than any engine binds.
const ROWS: usize = 500;

/// The same for many jobs of one kind.
pub(crate) async fn enqueue_all(
    outbox: &impl Outbox,
    kind: &str,
    payloads: Vec<serde_json::Value>,
    run_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let mut payloads = payloads.into_iter().peekable();
    while payloads.peek().is_some() {
        let rows = payloads.by_ref().take(ROWS).map(|payload| row(kind, payload, run_at));
        entity::Entity::insert_many(rows).exec_without_returning(outbox).await?;
        outbox.promised();
    }
    Ok(())
}

fn row(kind: &str, payload: serde_json::Value, run_at: DateTime<Utc>) -> entity::ActiveModel {
    entity::ActiveModel {
        id: Set(Uuid::now_v7()),
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        run_at: Set(run_at),
        attempts: Set(0),
        leased_until: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        created_at: Set(run_at),
    }
}

/// The job that was promised first and is not done.
///
/// # Errors
/// Any error of the database.
pub async fn first(db: &impl ConnectionTrait) -> Result<Option<Row>, DbErr> {
    entity::Entity::find().order_by_asc(entity::Column::Id).one(db).await
}

/// Takes a job away in the transaction that does it; false when it was done before. A process that dies between its work
/// and the end of its job would do the work twice: with this the two are one. It asks for no claim: when two processes have
/// the job, the one that is done first does it, and the other changes nothing.
///
/// # Errors
/// Any error of the database.
pub async fn take(tx: &impl ConnectionTrait, id: Uuid) -> Result<bool, DbErr> {
    Ok(entity::Entity::delete_by_id(id).exec(tx).await?.rows_affected == 1)
}

/// The jobs of a kind, given up or not, held until the transaction ends.
///
/// # Errors
/// Any error of the database.
pub async fn of_kind(db: &impl ConnectionTrait, kind: &str) -> Result<Vec<Row>, DbErr> {
    entity::Entity::find().filter(entity::Column::Kind.eq(kind)).lock_exclusive().all(db).await
}

/// Gives jobs other payloads that say the same, in one statement.
///
/// # Errors
/// Any error of the database.
pub async fn replace_payloads(
    db: &impl ConnectionTrait,
    payloads: Vec<(Uuid, serde_json::Value)>,
) -> Result<(), DbErr> {
    if payloads.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = payloads.iter().map(|(id, _)| *id).collect();
    let change = payloads.into_iter().fold(CaseStatement::new(), |change, (id, payload)| {
        change.case(entity::Column::Id.eq(id), Expr::value(payload))
    });
    entity::Entity::update_many()
        .col_expr(entity::Column::Payload, change.finally(Expr::col(entity::Column::Payload)).into())
        .filter(entity::Column::Id.is_in(ids))
        .exec(db)
        .await?;
    Ok(())
}
