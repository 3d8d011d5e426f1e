//! Requests that waited, or wait, for approval inside their customer: who asked, how much, and who decided. Citus: distributed
//! by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, RequestId, UserId};

/// One row of `request_approvals`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_approvals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub request_id: RequestId,
    pub portal: String,
    /// Who asked, and so never decides.
    pub user_id: UserId,
    /// Name of that user on the day.
    #[sea_orm(column_type = "Text")]
    pub user_name: String,
    /// Estimated price in yen before tax when it was asked for; what is approved.
    pub amount: i64,
    /// The customer's limit of that moment.
    pub limit_yen: i64,
    pub asked_at: DateTimeUtc,
    /// The approver who approved or refused it.
    pub decided_by: Option<UserId>,
    pub decided_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
