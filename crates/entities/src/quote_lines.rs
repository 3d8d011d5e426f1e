//! Lines of quotes. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, QuoteId, QuoteLineId};

/// One row of `quote_lines`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "quote_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuoteLineId,
    pub portal: String,
    pub quote_id: QuoteId,
    /// Its number within the quote, from 1.
    pub position: i32,
    pub product_code: String,
    #[sea_orm(column_type = "Text")]
    pub product_name: String,
    pub quantity: i64,
    pub first_on: Date,
    pub last_on: Date,
    /// Yen for a day and a unit before tax.
    pub daily_price: i64,
    /// Yen for a month and a unit; none: only by the day.
    pub monthly_price: Option<i64>,
    /// Yen of the line before tax.
    pub amount: i64,
    /// Number of its delivery address, from 1.
    pub delivery: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
