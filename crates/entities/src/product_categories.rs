//! Categories of products, in the order in which they are shown. Citus: local to the coordinator.

use sea_orm::entity::prelude::*;

/// One row of `product_categories`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_categories")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// As the products name it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// English; empty where there is none.
    pub name_en: String,
    /// Where it stands.
    pub position: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
