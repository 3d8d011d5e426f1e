//! Inquiries (お問い合わせ). Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId, InquiryId, UserId};

pub use madoguchi_domain::inquiries::InquiryState;

/// One row of `inquiries`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inquiries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InquiryId,
    pub portal: String,
    /// That of the person who sent it.
    pub billing_group_id: Option<BillingGroupId>,
    /// Who sent it.
    pub user_id: UserId,
    /// 受付番号; unique in the portal.
    pub number: String,
    /// Code of one of the portal's request kinds.
    pub kind: String,
    pub subject: String,
    pub state: InquiryState,
    /// Code of the switch that was recognised in it.
    pub wish: Option<String>,
    /// From when that counts; none: it was not switched.
    pub wish_effective_from: Option<Date>,
    pub created_at: DateTimeUtc,
    /// When the last message came.
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
