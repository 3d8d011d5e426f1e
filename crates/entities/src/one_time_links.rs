//! Links that were mailed and work once. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{OneTimeLinkId, UserId};

pub use madoguchi_domain::one_time_links::{CredentialChange, LinkPurpose};

/// One row of `one_time_links`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OneTimeLinkId,
    pub portal: String,
    pub user_id: UserId,
    pub purpose: LinkPurpose,
    /// SHA-256 of the token in the link.
    pub token_hash: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was used up or replaced by a newer one.
    pub closed_at: Option<DateTimeUtc>,
    /// SHA-256 of the ticket for the step after the proof of identity.
    pub ticket_hash: Option<Vec<u8>>,
    pub ticket_expires_at: Option<DateTimeUtc>,
    /// What the link will do, as the new address.
    pub detail: Option<Json>,
    /// The user's `credentials_version` for which it is good.
    pub credentials_version: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
