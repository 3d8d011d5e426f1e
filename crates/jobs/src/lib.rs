//! Transactional outbox and its runner: work that is promised inside a transaction and done after it.
//! Knows no feature: what a job does is the handler's business.

mod entity;
mod runner;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryOrder};
use uuid::Uuid;

pub use entity::Model as Job;
pub use runner::{Outcome, Runner, Settings};

/// Promises a job in the caller's transaction. `payload` must be readable by the handler of `kind`.
///
/// # Errors
/// Any error of the database; the caller's transaction is then lost as a whole.
pub async fn enqueue(
    tx: &impl ConnectionTrait,
    kind: &str,
    payload: serde_json::Value,
    run_at: DateTime<Utc>,
) -> Result<Uuid, DbErr> {
    let id = Uuid::now_v7();
    let job = entity::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        run_at: Set(run_at),
        attempts: Set(0),
        leased_until: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        created_at: Set(run_at),
    };
    job.insert(tx).await?;
    Ok(id)
}

/// The job that was promised first and is not done.
///
/// # Errors
/// Any error of the database.
pub async fn first(db: &impl ConnectionTrait) -> Result<Option<Job>, DbErr> {
    entity::Entity::find().order_by_asc(entity::Column::Id).one(db).await
}

/// Takes a job away in the transaction that does it; false when it was done before. A process that dies between its work
/// and the end of its job would do the work twice: with this the two are one.
///
/// # Errors
/// Any error of the database.
pub async fn take(tx: &impl ConnectionTrait, id: Uuid) -> Result<bool, DbErr> {
    Ok(entity::Entity::delete_by_id(id).exec(tx).await?.rows_affected == 1)
}
