//! Call records, each stored once. Citus: distributed by customer_id; PostgreSQL: partitioned by month.

use sea_orm::entity::prelude::*;

use crate::ids::{CallRecordId, ContractId, CustomerId};

/// One row of `call_records`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_records")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub started_at: DateTimeUtc,
    /// Made from the content, so that a record sent twice is the same record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallRecordId,
    pub portal: String,
    /// The provider's word for the kind, as ひかり電話・県内.
    pub kind: String,
    /// Digits.
    pub caller: String,
    /// Digits.
    pub callee: String,
    /// Seconds.
    pub duration: i32,
    /// Yen.
    pub charge: i64,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
