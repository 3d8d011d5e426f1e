//! Numbers that a portal gave out, by noun. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `numberings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "numberings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// What is numbered, as `contractor`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub noun: String,
    /// `YYYYMMDD` where the count starts anew each day, else empty.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    /// The number given out last.
    pub last: i64,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
