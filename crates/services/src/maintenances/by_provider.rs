//! Planning maintenance, and calling it off.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_entities::ids::MaintenanceId;
use madoguchi_entities::maintenances::{Column, Entity};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel};
use sea_orm::{QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::states::Maintenance;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, FieldCode, FieldError, Provider, Services};

/// Longest reason, in characters.
const REASON_MAX: usize = 500;
/// Longest maintenance: a slip of the year closes nobody for longer.
const LONGEST: TimeDelta = TimeDelta::days(7);
/// Maintenances that are listed at most.
const LISTED_MAX: u64 = 200;

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMaintenance {
    /// From when it is told.
    pub announced_at: DateTime<Utc>,
    /// The first moment at which the portal is closed.
    pub starts_at: DateTime<Utc>,
    /// The first at which it is open again.
    pub ends_at: DateTime<Utc>,
    /// What is done, or why; may be empty.
    pub reason: String,
    /// English; may be empty.
    pub reason_en: String,
}

/// Plans maintenance.
///
/// # Errors
/// `out_of_range` at `ends_at` when it is over already or lasts longer than a week, `range_reversed` when it ends before it
/// starts; `too_long` at a reason.
pub async fn plan(services: &Services, provider: &Provider, new: &NewMaintenance) -> Result<Maintenance, Error> {
    let now = services.clock.now();
    check(new, now)?;
    services
        .db
        .transaction(async |tx| {
            let planned = Maintenance {
                id: MaintenanceId(Uuid::now_v7()),
                portal: provider.portal().key.clone(),
                announced_at: new.announced_at.min(new.starts_at),
                starts_at: new.starts_at,
                ends_at: new.ends_at,
                reason: new.reason.trim().to_owned(),
                reason_en: new.reason_en.trim().to_owned(),
                cancelled_at: None,
                created_at: now,
            };
            let planned = planned.into_active_model().reset_all().insert(tx).await?;
            record(tx, services, provider, ("maintenance.planned", &planned)).await?;
            Ok(planned)
        })
        .await
}

/// Maintenances that are not over, or the last of all, in the order in which they start.
///
/// # Errors
/// Those of the database.
pub async fn list(services: &Services, provider: &Provider, all: bool) -> Result<Vec<Maintenance>, Error> {
    let mut select = Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    if !all {
        select = select.filter(Column::EndsAt.gt(services.clock.now())).filter(Column::CancelledAt.is_null());
    }
    let latest = select.order_by_desc(Column::StartsAt).order_by_desc(Column::Id).limit(LISTED_MAX);
    let mut found = latest.all(services.db.read()).await?;
    found.reverse();
    Ok(found)
}

/// Calls maintenance off, or ends one that is going on: within a second the portal is open. Done again, it changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when `id` names none of the portal.
pub async fn cancel(services: &Services, provider: &Provider, id: &str) -> Result<Maintenance, Error> {
    let id = Uuid::parse_str(id).map(MaintenanceId).map_err(|_| Error::NotFound)?;
    services
        .db
        .transaction(async |tx| {
            let own = Entity::find_by_id(id).filter(Column::Portal.eq(provider.portal().key.as_str()));
            let planned = own.lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
            if planned.cancelled_at.is_some() {
                return Ok(planned);
            }
            let mut row = planned.into_active_model();
            row.cancelled_at = Set(Some(services.clock.now()));
            let planned = row.update(tx).await?;
            record(tx, services, provider, ("maintenance.cancelled", &planned)).await?;
            Ok(planned)
        })
        .await
}

/// Whether none was ever planned at the portal.
///
/// # Errors
/// Those of the database.
pub async fn is_empty(services: &Services, provider: &Provider) -> Result<bool, Error> {
    let of_portal = Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    Ok(of_portal.one(services.db.read()).await?.is_none())
}

async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    (action, planned): (&'static str, &Maintenance),
) -> Result<(), Error> {
    let detail = serde_json::json!({ "starts_at": planned.starts_at, "ends_at": planned.ends_at });
    let event = Event::named(action).to(planned.id).with(detail);
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}

fn check(new: &NewMaintenance, now: DateTime<Utc>) -> Result<(), Error> {
    let mut faults = Vec::new();
    if new.ends_at <= new.starts_at {
        faults.push(FieldError::new("ends_at", FieldCode::RangeReversed));
    } else if new.ends_at <= now || new.ends_at - new.starts_at > LONGEST {
        faults.push(FieldError::new("ends_at", FieldCode::OutOfRange));
    }
    for (field, text) in [("reason", &new.reason), ("reason_en", &new.reason_en)] {
        if text.chars().count() > REASON_MAX {
            faults.push(FieldError::new(field, FieldCode::TooLong));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
