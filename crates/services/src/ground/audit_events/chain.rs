//! The chain of a portal's audit events: each hash covers the event and the hash before it, with a key that the
//! database does not have. Whoever changes, removes or inserts an event breaks it.
//!
//! Events are written, each with its own proof, in the transaction that causes them and join the chain a moment later, in
//! one place: a chain that every change had to wait for would let one change happen at a time.

use madoguchi_entities::{audit_events, audit_heads};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::{heads, proofs};
use crate::database::Transaction;
use crate::{Error, Services};

/// Events that join in one transaction, and that are read at once when the chain is checked.
pub(super) const BATCH: u64 = 500;
/// What stands before the first event.
pub(super) const START: [u8; 32] = [0; 32];

/// Puts events that are not in the chain yet there. Cheap when there are none.
///
/// # Errors
/// Any error of the database.
pub async fn extend(services: &Services) -> Result<u64, Error> {
    let mut all = 0;
    for portal in services.portals.all() {
        loop {
            let open = audit_events::Entity::find()
                .filter(audit_events::Column::Portal.eq(portal.key.as_str()))
                .filter(audit_events::Column::Sequence.is_null())
                .limit(1);
            if open.one(services.db.read()).await?.is_none() {
                break;
            }
            let joined = services.db.transaction(async |tx| extend_once(tx, services, &portal.key).await).await?;
            all += joined;
            // The end outside lags behind by a moment; when it cannot be kept, the next event or hour keeps it.
            if joined > 0 {
                heads::publish(services, &portal.key).await?;
            }
            if joined < BATCH {
                break;
            }
        }
    }
    Ok(all)
}

async fn extend_once(tx: &Transaction, services: &Services, portal: &str) -> Result<u64, Error> {
    // There must be an end before it can be held; holding it, two processes append one after the other.
    let start = audit_heads::ActiveModel {
        portal: Set(portal.to_owned()),
        sequence: Set(0),
        hash: Set(START.to_vec()),
        proved_from: Set(None),
    };
    let keep = OnConflict::column(audit_heads::Column::Portal).do_nothing().to_owned();
    audit_heads::Entity::insert(start).on_conflict(keep).exec_without_returning(tx).await?;
    let head = audit_heads::Entity::find_by_id(portal).lock_exclusive().one(tx).await?;
    let head = head.ok_or_else(|| Error::internal("the chain has no end"))?;
    let (mut sequence, mut hash, mut proved_from) = (head.sequence, head.hash, head.proved_from);
    let events = audit_events::Entity::find()
        .filter(audit_events::Column::Portal.eq(portal))
        .filter(audit_events::Column::Sequence.is_null())
        .order_by_asc(audit_events::Column::Id)
        .limit(BATCH)
        .all(tx)
        .await?;
    let count = u64::try_from(events.len()).unwrap_or(BATCH);
    if events.is_empty() {
        return Ok(0);
    }
    let mut joined = Vec::with_capacity(events.len());
    for event in events {
        sequence += 1;
        hash = proofs::of_place(services, sequence, &hash, &event);
        if proofs::is_proved(services, &event) {
            proved_from.get_or_insert(sequence);
        } else if proofs::claims_proof(&event) || proved_from.is_some() {
            // It joins all the same, so that the check finds it in its place.
            tracing::error!(portal, sequence, event = %event.id, "an audit event was not written by this program");
        }
        let mut row = event.into_active_model().reset_all();
        row.sequence = Set(Some(sequence));
        row.hash = Set(Some(hash.clone()));
        joined.push(row);
    }
    // One statement for all: the rows are there, so each insertion turns into the change of two columns.
    let place = [audit_events::Column::Sequence, audit_events::Column::Hash];
    let change = OnConflict::column(audit_events::Column::Id).update_columns(place).to_owned();
    audit_events::Entity::insert_many(joined).on_conflict(change).exec_without_returning(tx).await?;
    let end = audit_heads::ActiveModel {
        portal: Set(portal.to_owned()),
        sequence: Set(sequence),
        hash: Set(hash),
        proved_from: Set(proved_from),
    };
    end.update(tx).await?;
    Ok(count)
}
