//! In which products three characters stand side by side: what searches start from. It only ever names candidates, whose text is
//! looked at; so a row of a name that a product had before does no harm. Citus: local to the coordinator.

use sea_orm::entity::prelude::*;

use crate::ids::ProductId;

/// One row of `product_grams`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_grams")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// One of `domain::products::grams`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub gram: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
