//! What a customer set about approval of its requests. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::CustomerId;

/// One row of `approval_settings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approval_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    pub portal: String,
    /// Whether requests above the limit wait for an approver.
    pub is_on: bool,
    /// Yen before tax that a request may come to without approval.
    pub limit_yen: i64,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
