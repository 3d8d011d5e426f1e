//! Jobs that were given up: they stay until somebody has them tried again, or until they are old.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{Column, Entity, Model};
use crate::{Kinds, Outbox};

/// Jobs that were given up, the oldest first: at most `limit`, after the one named.
///
/// # Errors
/// Any error of the database.
pub async fn failed(
    db: &impl ConnectionTrait,
    kinds: Kinds,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Model>, DbErr> {
    let mut select = Entity::find().filter(Column::FailedAt.is_not_null()).filter(kinds.condition());
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after));
    }
    select.order_by_asc(Column::Id).limit(limit).all(db).await
}

/// Makes one job that was given up due again, or all, and tells how many: tries are counted anew.
///
/// # Errors
/// Any error of the database: then none is.
pub async fn retry_failed(
    outbox: &impl Outbox,
    kinds: Kinds,
    id: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::FailedAt, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::RunAt, Expr::value(now))
        .filter(Column::FailedAt.is_not_null())
        .filter(kinds.condition());
    if let Some(id) = id {
        update = update.filter(Column::Id.eq(id));
    }
    let count = update.exec(outbox).await?.rows_affected;
    outbox.promised();
    Ok(count)
}

/// Deletes jobs that were given up before a time.
///
/// # Errors
/// Any error of the database.
pub async fn delete_failed(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, DbErr> {
    Ok(Entity::delete_many().filter(Column::FailedAt.lt(before)).exec(db).await?.rows_affected)
}

/// Whether a job of some kinds with this payload is still to be done: now, later, or by who has claimed it.
///
/// # Errors
/// Any error of the database.
pub async fn is_promised(db: &impl ConnectionTrait, kinds: Kinds, payload: serde_json::Value) -> Result<bool, DbErr> {
    let found =
        Entity::find().filter(Column::FailedAt.is_null()).filter(kinds.condition()).filter(Column::Payload.eq(payload));
    Ok(found.one(db).await?.is_some())
}
