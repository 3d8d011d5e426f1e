//! Messages in the threads of inquiries. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, InquiryId, InquiryMessageId, UserId};

/// One row of `inquiry_messages`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inquiry_messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InquiryMessageId,
    pub portal: String,
    pub inquiry_id: InquiryId,
    /// Who wrote it; none: the provider.
    pub user_id: Option<UserId>,
    /// Lines end with line feeds.
    pub text: String,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
