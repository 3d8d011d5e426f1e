//! Billing groups that an announcement concerns. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::{AnnouncementId, BillingGroupId, CustomerId};

/// One row of `announcement_groups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement_groups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub announcement_id: AnnouncementId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub billing_group_id: BillingGroupId,
    pub portal: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
