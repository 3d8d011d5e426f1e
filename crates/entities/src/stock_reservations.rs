//! Units of products that are promised for a period to a line of an order. Citus: local to the coordinator.

use sea_orm::entity::prelude::*;

use crate::ids::{OrderLineId, ProductId, StockReservationId};

/// One row of `stock_reservations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_reservations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StockReservationId,
    pub portal: String,
    pub product_id: ProductId,
    pub order_line_id: OrderLineId,
    /// Units, at least one.
    pub quantity: i32,
    /// First day.
    pub from_on: Date,
    /// Last day, which belongs to it.
    pub until_on: Date,
    /// When it was last shortened.
    pub released_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
