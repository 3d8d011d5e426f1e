//! Units of a line that end before its own last day (一部解約). Citus: distributed by `customer_id`.

use madoguchi_domain::rentals::LineEndState;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, OrderLineEndId, OrderLineId, RequestId};

/// One row of `order_line_ends`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line_ends")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineEndId,
    pub portal: String,
    pub order_id: OrderId,
    pub line_id: OrderLineId,
    pub quantity: i64,
    /// Their last day (解約日).
    pub ends_on: Date,
    pub state: LineEndState,
    /// The request that asked for it.
    pub request_id: RequestId,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
