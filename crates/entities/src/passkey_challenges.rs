//! Passkey ceremonies under way; a row is deleted by its use. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::PasskeyChallengeId;

/// One row of `passkey_challenges`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey_challenges")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PasskeyChallengeId,
    pub portal: String,
    /// `registration`, `second_factor` or `sign_in`.
    pub purpose: String,
    /// SHA-256 of what it belongs to: user, attempt, or the browser's secret.
    pub binding_hash: Vec<u8>,
    /// What the answer is checked with, encrypted with the server's key.
    pub sealed_state: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
