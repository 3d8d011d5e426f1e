//! Options of a contract, in the provider's order. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::ContractId;

/// One row of `contract_options`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_options")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i16,
    pub portal: String,
    pub name: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
