//! The change feed: what happened, for other systems.
//!
//! An event is written in the transaction of the change itself, so none is lost, and none tells of what was rolled back. It
//! is written without a place: places are given out afterwards (`positions`), one after the other, to what is committed.
//! So the feed has no gap that is filled later, whoever writes at the same time, on both engines alike, and no writer waits
//! for another. Whoever reads the feed gives out the places first, so what was answered before is in it.

mod acknowledgements;
mod cursors;
mod feed;
mod positions;

use std::fmt::Display;

use chrono::{DateTime, Utc};
use madoguchi_entities::events::EventType;

use crate::database::Transaction;
use crate::event_rows;
pub(crate) use crate::event_rows::NewEvent;
use crate::{Error, Services, webhooks};

pub use crate::event_rows::Told;
pub use acknowledgements::{Acknowledged, acknowledge, acknowledged};
pub use feed::{Asked, Batch, list};

/// Writes an event in the transaction of the change, and promises its deliveries to webhooks there. `subjects` and `data` as
/// [`NewEvent::new`] says.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn record(
    tx: &Transaction,
    services: &Services,
    portal: &str,
    kind: EventType,
    subjects: &[(&str, &dyn Display)],
    data: serde_json::Value,
) -> Result<(), Error> {
    let event = NewEvent::new(kind, subjects, data);
    record_all(tx, services, portal, vec![event]).await
}

/// The same for many at once, in their order.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn record_all(
    tx: &Transaction,
    services: &Services,
    portal: &str,
    events: Vec<NewEvent>,
) -> Result<(), Error> {
    if events.is_empty() {
        return Ok(());
    }
    let written = event_rows::insert(tx, services, portal, events).await?;
    webhooks::promise(tx, services, portal, &written).await
}

/// Deletes events from before a time. A reader who was not as far is told so.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn delete_before(services: &Services, old: DateTime<Utc>) -> Result<(), Error> {
    let portals: Vec<String> = services.portals.all().map(|portal| portal.key.clone()).collect();
    for portal in portals {
        positions::settle(services, &portal).await?;
        while services.db.transaction(async |tx| positions::cut(tx, &portal, old).await).await? {}
    }
    Ok(())
}
