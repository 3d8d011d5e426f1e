//! Where a portal's chain of audit events was cut when the oldest ones had been kept long enough. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `audit_anchors`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_anchors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// Place of the last event that is gone.
    pub sequence: i64,
    /// Its hash, on which the first event that is left stands.
    pub hash: Vec<u8>,
    /// HMAC over the three: the cut was made by the program.
    pub signature: Vec<u8>,
    pub cut_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
