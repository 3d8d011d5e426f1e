//! The `jobs` table. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `jobs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Handler of the job, as `deliver_mail`.
    pub kind: String,
    pub payload: Json,
    pub run_at: DateTimeUtc,
    pub attempts: i32,
    /// Until when a runner has it; a later claim takes over.
    pub leased_until: Option<DateTimeUtc>,
    /// Set when it was given up: it stays visible.
    pub failed_at: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
