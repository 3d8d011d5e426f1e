//! Secrets and public keys by which API clients show who they are: several at a time, so that one can be exchanged for
//! another without a gap. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{ApiClientId, ApiCredentialId};

pub use madoguchi_domain::api_clients::ApiCredentialKind;

/// One row of `api_client_credentials`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client_credentials")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiCredentialId,
    pub client_id: ApiClientId,
    pub kind: ApiCredentialKind,
    /// SHA-256 of a secret of 256 random bits.
    pub secret_hash: Option<Vec<u8>>,
    /// `kid` of a public key; one for each key of a client.
    pub key_id: Option<String>,
    /// A public key as JWK.
    pub public_key: Option<String>,
    pub created_at: DateTimeUtc,
    /// Good until then, where it was replaced.
    pub expires_at: Option<DateTimeUtc>,
    /// When the operator ended it.
    pub ended_at: Option<DateTimeUtc>,
    /// Last token that was issued for it.
    pub last_used_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
