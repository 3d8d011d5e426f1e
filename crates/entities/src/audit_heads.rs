//! End of each portal's chain of audit events. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `audit_heads`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_heads")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// Place of the last event.
    pub sequence: i64,
    pub hash: Vec<u8>,
    /// From this place on every event has a proof of its own.
    pub proved_from: Option<i64>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
