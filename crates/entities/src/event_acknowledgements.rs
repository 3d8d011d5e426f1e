//! How far each reader of a feed is by its own word. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `event_acknowledgements`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_acknowledgements")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// Kind and id of who reads.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reader: String,
    /// The last one that it has dealt with.
    pub position: i64,
    pub acknowledged_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
