//! What other systems are told of. Only ever added to, but for the position. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::EventId;

pub use madoguchi_domain::events::EventType;

/// One row of `events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// In the order of writing, which is not that of commits.
    #[sea_orm(primary_key)]
    pub serial: i64,
    pub id: EventId,
    pub portal: String,
    /// Place in the portal's feed; none until somebody asked for it.
    pub position: Option<i64>,
    /// What happened.
    #[sea_orm(column_name = "type")]
    pub kind: EventType,
    /// JSON: ids by what they name.
    #[sea_orm(column_type = "Text")]
    pub subjects: String,
    /// JSON: states and numbers, without secrets and without what people wrote.
    #[sea_orm(column_type = "Text")]
    pub data: String,
    pub occurred_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
