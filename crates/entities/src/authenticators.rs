//! Second factors of users. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{AuthenticatorId, UserId};

pub use madoguchi_domain::second_factors::AuthenticatorKind;

/// One row of `authenticators`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authenticators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuthenticatorId,
    pub portal: String,
    pub user_id: UserId,
    pub kind: AuthenticatorKind,
    /// What the person calls it.
    pub name: String,
    /// Seed or public key with its counter, encrypted with the server's key.
    pub sealed_secret: Vec<u8>,
    /// SHA-256 of a passkey's credential id; unique in the portal.
    pub credential_hash: Option<Vec<u8>>,
    /// Last time step that was accepted: none works twice.
    pub last_step: Option<i64>,
    pub created_at: DateTimeUtc,
    /// When it was first shown to work; before that it counts for nothing.
    pub confirmed_at: Option<DateTimeUtc>,
    pub last_used_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
