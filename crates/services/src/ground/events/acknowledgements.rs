//! How far a reader is by its own word: where the feed goes on for it when it names no cursor.

use chrono::{DateTime, Utc};
use madoguchi_entities::event_acknowledgements::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::{cursors, positions};
use crate::actor::Actor;
use crate::{Error, Provider, Services};

/// Longest name of a reader.
const READER_MAX: usize = 200;

/// How far a reader is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Stands behind the last event that it has dealt with.
    pub cursor: String,
    /// When it said so.
    pub acknowledged_at: DateTime<Utc>,
}

/// Keeps how far the reader is. One that was further stays so: of two parts of a system that say so at once, the one that is
/// ahead counts.
///
/// # Errors
/// `invalid_cursor` at `cursor`; `events_expired`.
pub async fn acknowledge(services: &Services, provider: &Provider, cursor: &str) -> Result<Acknowledged, Error> {
    let portal = provider.portal().key.as_str();
    let reach = positions::reach(services.db.read(), portal).await?;
    let position = cursors::read("cursor", cursor, portal, reach)?;
    let now = services.clock.now();
    let row = ActiveModel {
        portal: Set(portal.to_owned()),
        reader: Set(reader(provider.actor())),
        position: Set(position),
        acknowledged_at: Set(now),
    };
    let further = Expr::col((Entity, Column::Position)).lt(position);
    let change = OnConflict::columns([Column::Portal, Column::Reader])
        .update_columns([Column::Position, Column::AcknowledgedAt])
        .action_and_where(further)
        .to_owned();
    let kept = services
        .db
        .transaction(async |tx| {
            Entity::insert(row.clone()).on_conflict(change.clone()).exec_without_returning(tx).await?;
            of(tx, provider).await?.ok_or_else(|| Error::internal("what was kept is not there"))
        })
        .await?;
    Ok(kept.into())
}

/// How far the reader is; none when it never said so.
///
/// # Errors
/// Any error of the database.
pub async fn acknowledged(services: &Services, provider: &Provider) -> Result<Option<Acknowledged>, Error> {
    let row = of(services.db.write(), provider).await?;
    Ok(row.map(Acknowledged::from))
}

impl From<Model> for Acknowledged {
    fn from(row: Model) -> Self {
        Self { cursor: cursors::write(&row.portal, row.position), acknowledged_at: row.acknowledged_at }
    }
}

/// The place that the reader has dealt with.
pub(super) async fn position(db: &impl ConnectionTrait, provider: &Provider) -> Result<Option<i64>, Error> {
    Ok(of(db, provider).await?.map(|row| row.position))
}

async fn of(db: &impl ConnectionTrait, provider: &Provider) -> Result<Option<Model>, Error> {
    let key = (provider.portal().key.clone(), reader(provider.actor()));
    Ok(Entity::find_by_id(key).one(db).await?)
}

/// Names who reads: kind, and id or name.
fn reader(actor: &Actor) -> String {
    let (kind, id, name) = actor.doer();
    let name = id.map(|id| id.to_string()).or(name).unwrap_or_default();
    format!("{kind}:{name}").chars().take(READER_MAX).collect()
}
