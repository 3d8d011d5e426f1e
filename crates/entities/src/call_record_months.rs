//! Count and charge of call records by contract, month and kind, kept with the records. Citus: distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{ContractId, CustomerId};

/// One row of `call_record_months`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_record_months")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// First day of the month, Asia/Tokyo.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: Date,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    pub portal: String,
    pub count: i64,
    /// Yen.
    pub charge: i64,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
