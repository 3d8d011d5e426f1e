//! Names that askers gave to their changes, for a day: a change asked for again is done once. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `idempotency_keys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// Id of the user; empty where nobody is logged in.
    #[sea_orm(primary_key, auto_increment = false)]
    pub who: String,
    /// SHA-256 of the name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// SHA-256 of operation and body.
    pub request: Vec<u8>,
    /// What was made, as JSON: ids and nothing of a person.
    pub made: String,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
