//! The life of a key: added, everything sealed again with it, the one before it taken out of use when nothing needs it.

mod stored;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use madoguchi_entities::master_keys;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde_json::json;

use crate::audit_events::{self, Event};
use crate::keys::ring::{State, name, new_line, retire as retire_line, stored as stored_id};
use crate::{Error, Operator, Services};

pub use stored::Need;

/// Until every process has heard of a key, and what was begun by the one before is over.
const GRACE: TimeDelta = TimeDelta::minutes(12);

/// A key as the operator sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: String,
    /// What it is good for.
    pub state: State,
    /// Since when it writes, where it was added by [`rotate`].
    pub added_at: Option<DateTime<Utc>>,
    /// What cannot do without it.
    pub needs: Vec<Need>,
    /// Signatures on audit events.
    pub signed: i64,
}

/// Why a key stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRetired {
    /// No key has this id.
    Unknown,
    /// It is the one that writes.
    IsNewest,
    /// Something needs it.
    Needed(Vec<Need>),
    /// Tokens and codes made with it may be alive until then.
    Until(DateTime<Utc>),
}

/// What became of a key that was retired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retired {
    /// Audit events bear its signatures: what checks these is left, and nothing else.
    ChecksOnly,
    /// Nothing is left.
    Gone,
}

/// The keys, the newest last.
///
/// # Errors
/// Any error of the database.
pub async fn list(services: &Services, _: &Operator) -> Result<Vec<Listed>, Error> {
    let added = master_keys::Entity::find().all(services.db.read()).await?;
    let mut listed = Vec::new();
    // A ring has a handful of keys.
    for (id, state) in services.keys.list() {
        let (needs, signed) = stored::needs(services, stored_id(&id)).await?;
        let added_at = added.iter().find(|row| row.id == id).map(|row| row.added_at);
        listed.push(Listed { id, state, added_at, needs, signed });
    }
    Ok(listed)
}

/// Adds a new key to the key file; it writes from now on, and [`reseal`] does the rest.
///
/// # Errors
/// [`Error::Internal`] when the keys stand in the configuration, or the file cannot be written.
pub async fn rotate(services: &Services, operator: &Operator) -> Result<String, Error> {
    services.keys.refresh()?;
    let ids: Vec<String> = services.keys.list().into_iter().map(|(id, _)| id).collect();
    let id = free_id(&ids, services.clock.now().date_naive());
    let line = new_line(&id)?;
    services.keys.rewrite(|text| Ok(format!("{}\n{line}\n", text.trim_end())))?;
    let event = Event::named("key.added").with(json!({ "key": id }));
    services
        .db
        .transaction(async |tx| {
            note(tx, services).await?;
            audit_events::record_everywhere(tx, services, operator, &event).await
        })
        .await?;
    Ok(id)
}

/// A day, and a letter when it is taken.
fn free_id(ids: &[String], day: NaiveDate) -> String {
    let base = format!("k{}", day.format("%Y%m%d"));
    let letters = std::iter::once(String::new()).chain(('b'..='z').map(String::from));
    letters.map(|letter| format!("{base}{letter}")).find(|id| !ids.contains(id)).unwrap_or(base)
}

/// Writes since when the newest key writes, unless it stands there.
async fn note(db: &impl ConnectionTrait, services: &Services) -> Result<(), Error> {
    let row = master_keys::ActiveModel { id: Set(services.keys.newest()), added_at: Set(services.clock.now()) };
    let keep = OnConflict::column(master_keys::Column::Id).do_nothing().to_owned();
    master_keys::Entity::insert(row).on_conflict(keep).exec_without_returning(db).await?;
    Ok(())
}

/// Seals again with the newest key what another one sealed, batch by batch, beside everything else. When it is broken
/// off, the next run does what is left. Tells how much it was.
///
/// # Errors
/// Any error of the database.
pub async fn reseal(services: &Services, operator: &Operator) -> Result<u64, Error> {
    services.keys.refresh()?;
    note(services.db.write(), services).await?;
    let mut all = 0;
    loop {
        // A process that has not heard of the key goes on sealing with the one before.
        match stored::reseal(services).await? {
            0 => break,
            more => all += more,
        }
    }
    if all > 0 {
        let event = Event::named("key.sealed_again").with(json!({ "key": services.keys.newest(), "count": all }));
        audit_events::record_everywhere(services.db.write(), services, operator, &event).await?;
    }
    Ok(all)
}

/// Takes a key out of use; refused while anything needs it.
///
/// # Errors
/// [`Error::Internal`] when the keys stand in the configuration; any error of the database.
pub async fn retire(services: &Services, operator: &Operator, id: &str) -> Result<Result<Retired, NotRetired>, Error> {
    services.keys.refresh()?;
    let Some((_, state)) = services.keys.list().into_iter().find(|(key, _)| key == id) else {
        return Ok(Err(NotRetired::Unknown));
    };
    if state == State::Newest {
        return Ok(Err(NotRetired::IsNewest));
    }
    let (needs, signed) = stored::needs(services, stored_id(id)).await?;
    if state == State::Reads {
        if !needs.is_empty() {
            return Ok(Err(NotRetired::Needed(needs)));
        }
        let until = alive_until(services).await?;
        if until > services.clock.now() {
            return Ok(Err(NotRetired::Until(until)));
        }
    } else if signed > 0 {
        return Ok(Err(NotRetired::Needed(vec![("audit_events", signed)])));
    }
    services.keys.rewrite(|text| retire_line(text, name(stored_id(id)), signed == 0))?;
    let event = Event::named("key.retired").with(json!({ "key": id, "checks_audit_events": signed > 0 }));
    audit_events::record_everywhere(services.db.write(), services, operator, &event).await?;
    Ok(Ok(if signed == 0 { Retired::Gone } else { Retired::ChecksOnly }))
}

/// Until when a token or a code may be alive that a key before the newest made.
async fn alive_until(services: &Services) -> Result<DateTime<Utc>, Error> {
    let newest = master_keys::Entity::find_by_id(services.keys.newest()).one(services.db.read()).await?;
    let Some(newest) = newest else { return Ok(services.clock.now() + GRACE) };
    let idle = services.portals.all().map(|portal| portal.sessions.idle_minutes).max().unwrap_or_default();
    Ok(newest.added_at + GRACE.max(TimeDelta::minutes(idle.into()) + TimeDelta::minutes(1)))
}
