//! What was done, by whom, to what: written in the transaction that does it. Holds no secrets.

pub mod chain;
pub mod cuts;
pub mod heads;
mod own;
mod proofs;
pub mod verify;

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{CustomerId, UserId};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
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

/// Writes an event with its proof in the caller's transaction.
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
    let mut row = AuditEvent {
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        customer_id: event.customer_id,
        user_id: event.user_id,
        action: event.action.to_owned(),
        subject_id: event.subject_id,
        detail: event.detail,
        address: origin.address.clone(),
        request_id: origin.request_id.clone(),
        at: services.clock.now(),
        sequence: None,
        hash: None,
        proof: None,
    };
    row.proof = Some(proofs::of_event(services, &row));
    row.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}
