//! Orders of rented goods. Citus: distributed by `customer_id`.

use madoguchi_domain::rentals::OrderState;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, QuoteId, UserId};

/// One row of `orders`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    pub portal: String,
    /// 注文番号; unique in the portal.
    pub number: String,
    /// Who ordered; none where the provider's own system says so.
    pub user_id: Option<UserId>,
    pub state: OrderState,
    /// 注文日, civil date in Asia/Tokyo.
    pub ordered_on: Date,
    /// The first day of its lines.
    pub first_on: Date,
    /// The last day on which anything of it is in rent.
    pub last_on: Date,
    /// Orderer and delivery addresses as they were answered, as JSON; empty when the provider's own system says nothing of them.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// The quote that it was made of.
    pub quote_id: Option<QuoteId>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
