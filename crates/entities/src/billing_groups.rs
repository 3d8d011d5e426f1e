//! Billing groups (請求グループ): contracts billed together. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId};

/// One row of `billing_groups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "billing_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BillingGroupId,
    pub portal: String,
    pub customer_id: CustomerId,
    /// The provider's number; unique in the portal.
    pub number: String,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
