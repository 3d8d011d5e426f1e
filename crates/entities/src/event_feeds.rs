//! How far each portal's feed of events goes. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `event_feeds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_feeds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// The last one that was given out.
    pub position: i64,
    /// The last one whose event is gone, because it was old.
    pub cut: i64,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
