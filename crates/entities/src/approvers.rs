//! Users whom their customer named as approvers of requests. Whether one can approve now depends on the account too. Citus:
//! local table.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, UserId};

/// One row of `approvers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approvers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub portal: String,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
