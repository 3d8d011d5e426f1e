//! What was done, by whom, to what: written in the transaction that does it. Holds no secrets.

use madoguchi_domain::policy::Portal;
use madoguchi_entities::audit_events;
use madoguchi_entities::ids::{CustomerId, UserId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use crate::{Error, Origin, Services};

/// An event to be written.
#[derive(Clone, Debug)]
pub struct Event {
    /// Noun and verb, as `registration.started`.
    pub action: &'static str,
    /// Whose customer it concerns.
    pub customer_id: Option<CustomerId>,
    /// Who did it, when known.
    pub user_id: Option<UserId>,
    /// What it was done to.
    pub subject_id: Option<Uuid>,
    /// Facts without secrets.
    pub detail: serde_json::Value,
}

/// Writes an event in the caller's transaction.
///
/// # Errors
/// Any error of the database.
pub async fn record(
    tx: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    origin: &Origin,
    event: Event,
) -> Result<(), Error> {
    let row = audit_events::ActiveModel {
        id: Set(Uuid::now_v7().into()),
        portal: Set(portal.key.clone()),
        customer_id: Set(event.customer_id),
        user_id: Set(event.user_id),
        action: Set(event.action.to_owned()),
        subject_id: Set(event.subject_id),
        detail: Set(event.detail),
        address: Set(origin.address.clone()),
        request_id: Set(origin.request_id.clone()),
        at: Set(services.clock.now()),
    };
    row.insert(tx).await?;
    Ok(())
}
