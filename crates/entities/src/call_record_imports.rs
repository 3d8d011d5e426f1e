//! Imports of call records by a provider's systems, and how far each is. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::CallRecordImportId;

pub use madoguchi_domain::batches::ImportState;

/// One row of `call_record_imports`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_record_imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallRecordImportId,
    pub portal: String,
    pub state: ImportState,
    /// Code of the problem for which it ended; none while nothing went wrong.
    pub failure: Option<String>,
    /// The same for people.
    #[sea_orm(column_type = "Text")]
    pub detail: String,
    /// Rows read, whatever became of them.
    pub rows: i64,
    pub stored: i64,
    /// Records that were stored before, or stand in the same import twice.
    pub duplicates: i64,
    pub refused: i64,
    /// Yen of what was stored.
    pub charge: i64,
    /// The first refused rows, as JSON. Called numbers are masked in it.
    #[sea_orm(column_type = "Text")]
    pub faults: String,
    pub started_at: DateTimeUtc,
    /// When rows were stored last.
    pub updated_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
