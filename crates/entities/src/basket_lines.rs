//! What users have put into their baskets. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{BasketLineId, CustomerId, ProductId, UserId};

/// One row of `basket_lines`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "basket_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BasketLineId,
    pub portal: String,
    /// Whose basket.
    pub user_id: UserId,
    pub product_id: ProductId,
    /// Units, at least one.
    pub quantity: i32,
    /// First day, where the period is known.
    pub from_on: Option<Date>,
    /// Last day, which belongs to it.
    pub until_on: Option<Date>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
