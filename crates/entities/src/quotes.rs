//! Quotes that were answered. Citus: distributed by `customer_id`.

use madoguchi_domain::rentals::{QuoteState, RentalClass};
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, QuoteId, RequestId};

/// One row of `quotes`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quotes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuoteId,
    pub portal: String,
    /// 見積番号; unique in the portal.
    pub number: String,
    /// The request that asked for it.
    pub request_id: RequestId,
    pub request_number: String,
    pub state: QuoteState,
    /// レンタル区分.
    pub class: RentalClass,
    /// 見積日, civil date in Asia/Tokyo.
    pub quoted_on: Date,
    /// 有効期限: the last day on which it can be accepted.
    pub valid_until: Date,
    /// Yen of all lines before tax.
    pub amount: i64,
    /// What the provider says with it; may be empty.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// Orderer and delivery addresses as they were asked with, as JSON.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// The order that was made of it.
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
