//! Planned maintenance of a portal: told before, and meanwhile the portal is closed. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::MaintenanceId;

/// One row of `maintenances`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "maintenances")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MaintenanceId,
    pub portal: String,
    /// From when it is told.
    pub announced_at: DateTimeUtc,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    /// What is done, or why; may be empty.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// English; empty where there is none.
    #[sea_orm(column_type = "Text")]
    pub reason_en: String,
    /// When it was called off, or ended early.
    pub cancelled_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
