//! What happened to orders. Citus: distributed by `customer_id`.

use madoguchi_domain::rentals::OrderEventKind;
use madoguchi_domain::requests::RequestDoer;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderEventId, OrderId};

/// One row of `order_events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderEventId,
    pub portal: String,
    pub order_id: OrderId,
    pub kind: OrderEventKind,
    pub at: DateTimeUtc,
    pub doer: RequestDoer,
    /// Name of the person of the customer; empty for the provider and the program.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// What in particular, for the customer to read; may be empty.
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// Number of the request that brought it.
    pub request_number: Option<String>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
