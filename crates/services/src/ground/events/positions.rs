//! Places in a portal's feed: given out to committed events, in the order in which they were written, one portal at a time.
//!
//! Who gives out places holds the row of the feed, and then looks for events without one: what it sees is committed, and
//! what is committed later gets a later place. Two changes of the same thing wait for each other by the row that they
//! change, so the second writes its event, with a greater serial, after the first is committed: whoever sees the second
//! sees the first, and numbers it first.

use chrono::{DateTime, Utc};
use madoguchi_entities::event_feeds as feeds;
use madoguchi_entities::events::{Column, Entity};
use sea_orm::sea_query::{CaseStatement, Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect};

use crate::database::Transaction;
use crate::{Error, Services};

/// Events of one transaction.
const BATCH: u64 = 500;

/// How far a feed goes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reach {
    /// The last place that was given out.
    pub end: i64,
    /// The last one whose event is gone.
    pub cut: i64,
}

/// How far a feed goes at the moment.
pub(super) async fn reach(db: &impl ConnectionTrait, portal: &str) -> Result<Reach, Error> {
    let row = feeds::Entity::find_by_id(portal).one(db).await?;
    Ok(row.map(|row| Reach { end: row.position, cut: row.cut }).unwrap_or_default())
}

/// Gives places to all events that were committed before it was called. Cheap when there are none.
pub(super) async fn settle(services: &Services, portal: &str) -> Result<(), Error> {
    loop {
        let open = Entity::find().filter(Column::Portal.eq(portal)).filter(Column::Position.is_null()).limit(1);
        if open.one(services.db.read()).await?.is_none() {
            return Ok(());
        }
        if services.db.transaction(async |tx| settle_batch(tx, portal).await).await? < BATCH {
            return Ok(());
        }
    }
}

async fn settle_batch(tx: &Transaction, portal: &str) -> Result<u64, Error> {
    let feed = hold(tx, portal).await?;
    let serials: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Serial)
        .filter(Column::Portal.eq(portal))
        .filter(Column::Position.is_null())
        .order_by_asc(Column::Serial)
        .limit(BATCH)
        .into_tuple()
        .all(tx)
        .await?;
    if serials.is_empty() {
        return Ok(0);
    }
    let (mut end, mut places) = (feed.position, CaseStatement::new());
    for serial in &serials {
        end += 1;
        places = places.case(Column::Serial.eq(*serial), Expr::value(end));
    }
    let count = u64::try_from(serials.len()).unwrap_or(BATCH);
    Entity::update_many()
        .col_expr(Column::Position, places.finally(Expr::col(Column::Position)).into())
        .filter(Column::Serial.is_in(serials))
        .exec(tx)
        .await?;
    let mut row = feed.into_active_model();
    row.position = Set(end);
    row.update(tx).await?;
    Ok(count)
}

/// The row of a feed, held until the transaction ends; there must be one before it can be held.
async fn hold(tx: &Transaction, portal: &str) -> Result<feeds::Model, Error> {
    let start = feeds::ActiveModel { portal: Set(portal.to_owned()), position: Set(0), cut: Set(0) };
    let keep = OnConflict::column(feeds::Column::Portal).do_nothing().to_owned();
    feeds::Entity::insert(start).on_conflict(keep).exec_without_returning(tx).await?;
    let feed = feeds::Entity::find_by_id(portal).lock_exclusive().one(tx).await?;
    feed.ok_or_else(|| Error::internal("a feed that is there and is not"))
}

/// Cuts off a batch of events from before a time, from the start of the feed; true when there may be more.
pub(super) async fn cut(tx: &Transaction, portal: &str, old: DateTime<Utc>) -> Result<bool, Error> {
    let feed = hold(tx, portal).await?;
    let oldest: Vec<(i64, DateTime<Utc>)> = Entity::find()
        .select_only()
        .columns([Column::Position, Column::OccurredAt])
        .filter(Column::Portal.eq(portal))
        .filter(Column::Position.gt(feed.cut))
        .order_by_asc(Column::Position)
        .limit(BATCH)
        .into_tuple()
        .all(tx)
        .await?;
    let Some((last, _)) = oldest.iter().take_while(|(_, at)| *at < old).last().copied() else { return Ok(false) };
    let gone = Entity::delete_many().filter(Column::Portal.eq(portal)).filter(Column::Position.lte(last));
    gone.exec(tx).await?;
    let mut row = feed.into_active_model();
    row.cut = Set(last);
    row.update(tx).await?;
    Ok(oldest.last().is_some_and(|(position, _)| *position == last))
}
