//! What was done, by whom, to whose account and to what else: written in the transaction that does it. Holds no secrets.

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

use crate::actor::{Actor, Operator};
use crate::{Error, Scope, Services, rows};

pub use madoguchi_entities::audit_events::Model as AuditEvent;
pub use own::{Kind, Other, OwnEvent, list};

/// An event to be written, by whoever acts.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Noun and verb, as `registration.started`.
    pub action: &'static str,
    /// Whose customer it concerns.
    pub customer_id: Option<CustomerId>,
    /// Whose account it was done to or concerns.
    pub user_id: Option<UserId>,
    /// What else it was done to.
    pub subject_id: Option<Uuid>,
    /// Facts without secrets.
    pub detail: serde_json::Value,
}

impl Event {
    /// Something that concerns no account.
    pub(crate) fn named(action: &'static str) -> Self {
        Self { action, customer_id: None, user_id: None, subject_id: None, detail: serde_json::json!({}) }
    }

    /// Something that a logged-in user did, to the own account or with it.
    pub(crate) fn of(scope: &Scope, action: &'static str) -> Self {
        Self::about(action, scope.customer_id(), scope.user_id())
    }

    /// Something that was done to a user's account, by whoever.
    pub(crate) fn about(action: &'static str, customer_id: CustomerId, user_id: UserId) -> Self {
        Self { customer_id: Some(customer_id), user_id: Some(user_id), ..Self::named(action) }
    }

    /// Something that was done to a customer, or to what belongs to it.
    pub(crate) fn at(action: &'static str, customer_id: CustomerId) -> Self {
        Self { customer_id: Some(customer_id), ..Self::named(action) }
    }

    /// What else it was done to.
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

/// Writes an event with its proof in the caller's transaction.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn record(
    tx: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    actor: &Actor,
    event: Event,
) -> Result<(), Error> {
    record_all(tx, services, portal, actor, [event]).await
}

/// The same for many at once, in their order.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn record_all(
    tx: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    actor: &Actor,
    events: impl IntoIterator<Item = Event>,
) -> Result<(), Error> {
    let rows = events.into_iter().map(|event| row(services, portal, actor, event).into_active_model().reset_all());
    rows::insert(tx, rows, None).await
}

fn row(services: &Services, portal: &Portal, actor: &Actor, event: Event) -> AuditEvent {
    let (doer_kind, doer_id, doer_name) = actor.doer();
    let mut row = AuditEvent {
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        customer_id: event.customer_id,
        user_id: event.user_id,
        action: event.action.to_owned(),
        subject_id: event.subject_id,
        detail: event.detail,
        address: actor.origin().address.clone(),
        request_id: actor.origin().request_id.clone(),
        at: services.clock.now(),
        sequence: None,
        hash: None,
        proof: None,
        doer_kind: Some(doer_kind),
        doer_id,
        doer_name,
    };
    row.proof = Some(proofs::of_event(services, &row));
    row
}

/// Writes what an operator did for the whole installation: into the chain of every portal, since none is the first.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn record_everywhere(
    tx: &impl ConnectionTrait,
    services: &Services,
    operator: &Operator,
    event: &Event,
) -> Result<(), Error> {
    for portal in services.portals.all() {
        record(tx, services, portal, operator.actor(), event.clone()).await?;
    }
    Ok(())
}
