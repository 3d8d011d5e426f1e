//! Products that are rented out, with how many units there are. Citus: local to the coordinator.

use sea_orm::entity::prelude::*;

use crate::ids::ProductId;

/// One row of `products`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    pub portal: String,
    /// As the provider writes it.
    pub code: String,
    /// `domain::products::search_key` of the code; unique in the portal.
    pub code_key: String,
    pub name: String,
    /// Name of its category; empty where it has none.
    pub category: String,
    /// Yen before tax for a day.
    pub daily_price: i64,
    /// Yen before tax for a month; none: only by the day.
    pub monthly_price: Option<i64>,
    /// Units there are, out or not.
    pub stock: i32,
    pub note: String,
    /// `domain::products::search_text`.
    pub search_text: String,
    /// Where its picture is kept; none: one is drawn.
    pub picture_key: Option<String>,
    /// Kind of file of the picture.
    pub picture_type: Option<String>,
    /// Since when it is no longer offered; what is reserved stays so.
    pub withdrawn_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
