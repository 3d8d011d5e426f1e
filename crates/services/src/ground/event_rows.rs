//! Rows of events as they are written, and as they are told: the feed and webhooks say the same. Knows neither reader.

use std::fmt::Display;

use madoguchi_entities::events::{self, EventType, Model};
use madoguchi_entities::ids::EventId;
use sea_orm::ActiveValue::{NotSet, Set};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Services, rows};

/// An event to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewEvent {
    kind: EventType,
    subjects: Map<String, Value>,
    data: Value,
}

impl NewEvent {
    /// `subjects` are ids by what they name, as `("contract_id", &contract.id)`; `data` are states, numbers and days: no
    /// secret, nothing that people wrote, and nothing of a person that a system can read elsewhere by the id.
    pub(crate) fn new(kind: EventType, subjects: &[(&str, &dyn Display)], data: Value) -> Self {
        let subjects = subjects.iter().map(|(name, id)| ((*name).to_owned(), Value::String(id.to_string())));
        Self { kind, subjects: subjects.collect(), data }
    }
}

/// Writes events in the caller's transaction, in their order.
pub(crate) async fn insert(
    tx: &Transaction,
    services: &Services,
    portal: &str,
    events: Vec<NewEvent>,
) -> Result<Vec<(EventId, EventType)>, Error> {
    let now = services.clock.now();
    let mut written = Vec::with_capacity(events.len());
    let mut made = Vec::with_capacity(events.len());
    for event in events {
        let id = EventId(Uuid::now_v7());
        written.push((id, event.kind));
        made.push(events::ActiveModel {
            serial: NotSet,
            id: Set(id),
            portal: Set(portal.to_owned()),
            position: Set(None),
            kind: Set(event.kind),
            subjects: Set(Value::Object(event.subjects).to_string()),
            data: Set(event.data.to_string()),
            occurred_at: Set(now),
        });
    }
    rows::insert(tx, made, None).await?;
    Ok(written)
}

/// An event as it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The same however often it is told.
    pub id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When, UTC.
    pub timestamp: chrono::DateTime<chrono::Utc>,
    /// At which portal.
    pub portal: String,
    /// Ids by what they name.
    pub subjects: Map<String, Value>,
    /// States, numbers and days.
    pub data: Value,
}

impl TryFrom<Model> for Told {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            kind: row.kind,
            timestamp: row.occurred_at,
            portal: row.portal,
            subjects: serde_json::from_str(&row.subjects).map_err(Error::internal)?,
            data: serde_json::from_str(&row.data).map_err(Error::internal)?,
        })
    }
}
