//! Transactional outbox and its runner: work that is promised inside a transaction and done after it.
//! Knows no feature: what a job does is the handler's business.

mod entity;
mod runner;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr};
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
