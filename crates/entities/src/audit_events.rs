//! What was done, by whom, to what. Only ever added to. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{AuditEventId, CustomerId, UserId};

pub use madoguchi_domain::audit_events::DoerKind;

/// One row of `audit_events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    pub portal: String,
    pub customer_id: Option<CustomerId>,
    /// The user whose account it was done to or concerns; in events without a `doer_kind` also who did it.
    pub user_id: Option<UserId>,
    /// Noun and verb, as `registration.started`.
    pub action: String,
    /// What else it was done to: a contract, an inquiry, a mail.
    pub subject_id: Option<Uuid>,
    /// Facts without secrets.
    pub detail: Json,
    /// Network address.
    pub address: String,
    pub request_id: String,
    pub at: DateTimeUtc,
    /// Place in the portal's chain; none until it was put there, seconds after it happened.
    pub sequence: Option<i64>,
    /// HMAC over the event but its doer, and the hash of the event before it.
    pub hash: Option<Vec<u8>>,
    /// HMAC over the event alone, made when it was written; none on events of a version that did not make any.
    pub proof: Option<Vec<u8>>,
    /// Who did it; none on events of a version that did not tell.
    pub doer_kind: Option<DoerKind>,
    /// Of who has one: a user's, an API client's.
    pub doer_id: Option<Uuid>,
    /// Of who runs a command, who has no id, and of an API client, as it was called then.
    pub doer_name: Option<String>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
