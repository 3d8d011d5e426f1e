//! The oldest events leave when they have been kept long enough: where the chain was cut is signed, so that what is left
//! can still be checked, and a cut that nobody made can be told from one.

use chrono::{DateTime, Utc};
use madoguchi_entities::{audit_anchors, audit_events, audit_heads};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    TransactionTrait,
};
use serde_json::json;

use crate::keys::Signs;
use crate::{Error, Services};

/// Events that leave in one transaction.
const BATCH: u64 = 1_000;

/// Whether the program made the cut.
pub(super) fn is_ours(services: &Services, anchor: &audit_anchors::Model) -> bool {
    let content = content(&anchor.portal, anchor.sequence, &anchor.hash);
    services.keys.is_signed(Signs::Anchor, &content, &anchor.signature)
}

fn content(portal: &str, sequence: i64, hash: &[u8]) -> Vec<u8> {
    json!([portal, sequence, hash]).to_string().into_bytes()
}

/// Cuts off the events of each portal from before a time, oldest first. Stops at the first that is younger: the order of
/// the chain is about that of time.
///
/// # Errors
/// Any error of the database.
pub async fn delete_before(services: &Services, old: DateTime<Utc>) -> Result<(), Error> {
    let portals: Vec<String> = services.portals.all().map(|portal| portal.key.clone()).collect();
    for portal in portals {
        loop {
            let tx = services.db.write().begin().await?;
            let is_more = cut_once(&tx, services, &portal, old).await?;
            tx.commit().await?;
            if !is_more {
                break;
            }
        }
    }
    Ok(())
}

/// Cuts off a batch; true when there may be more.
async fn cut_once(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &str,
    old: DateTime<Utc>,
) -> Result<bool, Error> {
    // Held, so that no other process cuts meanwhile: the later anchor must be the further one.
    audit_heads::Entity::find_by_id(portal).lock_exclusive().one(tx).await?;
    let oldest: Vec<(i64, Vec<u8>, DateTime<Utc>)> = audit_events::Entity::find()
        .select_only()
        .columns([audit_events::Column::Sequence, audit_events::Column::Hash, audit_events::Column::At])
        .filter(audit_events::Column::Portal.eq(portal))
        .filter(audit_events::Column::Sequence.is_not_null())
        .order_by_asc(audit_events::Column::Sequence)
        .limit(BATCH)
        .into_tuple()
        .all(tx)
        .await?;
    let expired = oldest.iter().take_while(|(_, _, at)| *at < old);
    let Some((sequence, hash, _)) = expired.last().cloned() else { return Ok(false) };
    let anchor = audit_anchors::ActiveModel {
        portal: Set(portal.to_owned()),
        sequence: Set(sequence),
        signature: Set(services.keys.sign(Signs::Anchor, &content(portal, sequence, &hash))),
        hash: Set(hash),
        cut_at: Set(services.clock.now()),
    };
    use audit_anchors::Column::{CutAt, Hash, Sequence, Signature};
    let replace =
        OnConflict::column(audit_anchors::Column::Portal).update_columns([Sequence, Hash, Signature, CutAt]).to_owned();
    audit_anchors::Entity::insert(anchor).on_conflict(replace).exec_without_returning(tx).await?;
    audit_events::Entity::delete_many()
        .filter(audit_events::Column::Portal.eq(portal))
        .filter(audit_events::Column::Sequence.lte(sequence))
        .exec(tx)
        .await?;
    Ok(oldest.last().is_some_and(|(last, ..)| *last == sequence))
}
