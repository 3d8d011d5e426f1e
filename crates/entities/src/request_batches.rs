//! Files of requests. Citus: distributed by `customer_id`.

use madoguchi_domain::requests::RequestBatchState;
use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId, RequestBatchId, UserId};

/// One row of `request_batches`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_batches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestBatchId,
    pub portal: String,
    /// That of the person who made it.
    pub billing_group_id: Option<BillingGroupId>,
    /// Who made it.
    pub user_id: UserId,
    /// Code of one of the portal's request kinds.
    pub kind: String,
    /// Code of one of the portal's contract categories.
    pub category: String,
    pub state: RequestBatchState,
    /// What is the same for all rows, as JSON, as it was typed.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// As the sender called it; empty while there is none.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// SHA-256 of the file; empty while there is none.
    pub file_digest: String,
    /// The headers of the file with the fields that they stand for, as JSON.
    #[sea_orm(column_type = "Text")]
    pub columns: String,
    pub row_count: i32,
    pub submitted_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
