//! Lines of orders: a product, how many units, and from when to when. Citus: distributed by `customer_id`.

use madoguchi_domain::rentals::RentalClass;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, OrderId, OrderLineId};

/// One row of `order_lines`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineId,
    pub portal: String,
    pub order_id: OrderId,
    /// Its number within the order, from 1.
    pub position: i32,
    /// Code and name of the product on the day of the order.
    pub product_code: String,
    #[sea_orm(column_type = "Text")]
    pub product_name: String,
    /// レンタル区分.
    pub class: RentalClass,
    pub quantity: i64,
    pub first_on: Date,
    /// The last day of the units that do not end before.
    pub last_on: Date,
    /// Yen for a day and a unit before tax, as on the day of the order or as quoted.
    pub daily_price: i64,
    /// Yen for a month and a unit; none: only by the day.
    pub monthly_price: Option<i64>,
    /// When all of it was given back, where the provider's own system says so before its last day.
    pub returned_on: Option<Date>,
    /// Number of its delivery address within the order, from 1.
    pub delivery: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
