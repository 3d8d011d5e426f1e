//! Runs that render the documents of all invoices of a month, and how far they are. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::DocumentRunId;

/// One row of `document_runs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_runs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentRunId,
    pub portal: String,
    /// First day of the month billed.
    pub month: Date,
    /// Invoices there were at the start.
    pub total: i64,
    /// Invoices gone through.
    pub done: i64,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
