//! The end of drafts that nobody touches: a mail before, and then they are gone. A step of housekeeping that may run twice,
//! or after weeks of standing still: no draft ends before its mail had its days.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::policy::{Portal, RequestPolicy};
use madoguchi_domain::requests::{RequestBatchState, RequestState};
use madoguchi_entities::ids::{CustomerId, RequestBatchId};
use madoguchi_entities::request_batches;
use madoguchi_entities::requests::{self, Column};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use super::{Request, letters};
use crate::actor::Actor;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, Services};

/// Drafts of one transaction.
const BATCH: u64 = 100;

/// Warns of drafts that will end, and ends those whose time is over.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn end_drafts(services: &Services) -> Result<(), Error> {
    for portal in services.portals.all() {
        let Some(policy) = &portal.requests else { continue };
        while warn(services, portal, policy).await? == BATCH {}
        while end(services, portal, policy).await? == BATCH {}
        end_files(services, portal, policy).await?;
    }
    Ok(())
}

async fn warn(services: &Services, portal: &Portal, policy: &RequestPolicy) -> Result<u64, Error> {
    let now = services.clock.now();
    let untouched = now - days(policy.draft_days.saturating_sub(policy.remind_days));
    let due = drafts(portal, untouched).filter(Column::WarnedAt.is_null());
    services
        .db
        .transaction(async |tx| {
            let found = batch(tx, &due).await?;
            let count = u64::try_from(found.len()).unwrap_or(BATCH);
            // One mail for all drafts of a file.
            let mut told = told(tx, &found).await?;
            for draft in found {
                let mut row = draft.into_active_model();
                row.warned_at = Set(Some(now));
                let draft = row.update(tx).await?;
                let ends_on = dates::jst_date(super::ends_at(policy, &draft));
                if draft.batch_id.is_none_or(|file| told.insert(file)) {
                    letters::ending(tx, services, portal, &draft, ends_on).await?;
                }
            }
            Ok(count)
        })
        .await
}

/// Files of these drafts of which some other draft was told already.
async fn told(tx: &Transaction, found: &[Request]) -> Result<BTreeSet<RequestBatchId>, Error> {
    let files: BTreeSet<RequestBatchId> = found.iter().filter_map(|draft| draft.batch_id).collect();
    if files.is_empty() {
        return Ok(files);
    }
    let customers: BTreeSet<CustomerId> = found.iter().map(|draft| draft.customer_id).collect();
    let told: Vec<Option<RequestBatchId>> = requests::Entity::find()
        .select_only()
        .column(Column::BatchId)
        .distinct()
        .filter(Column::CustomerId.is_in(customers))
        .filter(Column::BatchId.is_in(files))
        .filter(Column::State.eq(RequestState::Draft))
        .filter(Column::WarnedAt.is_not_null())
        .into_tuple()
        .all(tx)
        .await?;
    Ok(told.into_iter().flatten().collect())
}

/// Ends files of requests that nobody touched and whose drafts are gone.
async fn end_files(services: &Services, portal: &Portal, policy: &RequestPolicy) -> Result<(), Error> {
    use request_batches::Column as Files;
    let with_drafts = requests::Entity::find()
        .select_only()
        .column(Column::BatchId)
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::State.eq(RequestState::Draft))
        .filter(Column::BatchId.is_not_null())
        .into_query();
    request_batches::Entity::delete_many()
        .filter(Files::Portal.eq(portal.key.as_str()))
        .filter(Files::State.eq(RequestBatchState::Open))
        .filter(Files::UpdatedAt.lte(services.clock.now() - days(policy.draft_days)))
        .filter(Files::Id.not_in_subquery(with_drafts))
        .exec(services.db.write())
        .await?;
    Ok(())
}

async fn end(services: &Services, portal: &Portal, policy: &RequestPolicy) -> Result<u64, Error> {
    let now = services.clock.now();
    let due =
        drafts(portal, now - days(policy.draft_days)).filter(Column::WarnedAt.lte(now - days(policy.remind_days)));
    services
        .db
        .transaction(async |tx| {
            let found = batch(tx, &due).await?;
            let count = u64::try_from(found.len()).unwrap_or(BATCH);
            for draft in found {
                let event = Event::about("request.draft_ended", draft.customer_id, draft.user_id).to(draft.id);
                let event = event.with(serde_json::json!({ "number": draft.number }));
                audit_events::record(tx, services, portal, &Actor::system(), event).await?;
                draft.delete(tx).await?;
            }
            Ok(count)
        })
        .await
}

/// Drafts of a portal that nobody touched since then.
fn drafts(portal: &Portal, since: DateTime<Utc>) -> Select<requests::Entity> {
    requests::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::State.eq(RequestState::Draft))
        .filter(Column::UpdatedAt.lte(since))
}

async fn batch(tx: &Transaction, due: &Select<requests::Entity>) -> Result<Vec<Request>, Error> {
    let oldest = due.clone().order_by_asc(Column::UpdatedAt).order_by_asc(Column::Id).limit(BATCH);
    Ok(oldest.lock_exclusive().all(tx).await?)
}

fn days(days: u32) -> TimeDelta {
    TimeDelta::days(days.into())
}
