//! Numbers that were given out and never used, to be given out again. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `released_numbers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "released_numbers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// What is numbered, as `contractor`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub noun: String,
    /// The number, without prefix and zeros.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub released_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
