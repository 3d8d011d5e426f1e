//! What was done, by whom, to what: written in the transaction that does it. Holds no secrets.

pub mod chain;
mod own;

use madoguchi_domain::policy::Portal;
use madoguchi_entities::audit_events;
use madoguchi_entities::ids::{CustomerId, UserId};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use uuid::Uuid;

use crate::{Error, Origin, Scope, Services};

pub use madoguchi_entities::audit_events::Model as AuditEvent;
pub use own::{Kind, list};

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

impl Event {
    /// Something that a logged-in user did to the own account.
    pub(crate) fn of(scope: &Scope, action: &'static str) -> Self {
        Self::about(action, scope.customer_id(), scope.user_id())
    }

    /// Something that was done to a user's account.
    pub(crate) fn about(action: &'static str, customer_id: CustomerId, user_id: UserId) -> Self {
        let (customer_id, user_id) = (Some(customer_id), Some(user_id));
        Self { action, customer_id, user_id, subject_id: None, detail: serde_json::json!({}) }
    }

    /// What it was done to.
    #[must_use]
    pub(crate) fn to(mut self, subject: impl Into<Uuid>) -> Self {
        self.subject_id = Some(subject.into());
        self
    }

    /// Facts without secrets.
    #[must_use]
    pub(crate) fn with(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

/// Writes that a person was refused something that their role does not allow.
///
/// # Errors
/// Any error of the database.
pub async fn refused(services: &Services, scope: &Scope, permission: &str, origin: &Origin) -> Result<(), Error> {
    let event = Event::of(scope, "permission.refused").with(serde_json::json!({ "permission": permission }));
    record(services.db.write(), services, scope.portal(), origin, event).await
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
        sequence: Set(None),
        hash: Set(None),
    };
    row.insert(tx).await?;
    Ok(())
}
