//! What happened to contracts. Citus: distributed by `customer_id`, that of the contract.

use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::requests::RequestDoer;
use sea_orm::entity::prelude::*;

use crate::ids::{ContractEventId, ContractId, CustomerId, RequestId};

/// One row of `contract_events`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractEventId,
    pub portal: String,
    pub contract_id: ContractId,
    pub kind: ContractEventKind,
    pub at: DateTimeUtc,
    pub doer: RequestDoer,
    /// Name of the person of the customer; empty for the provider's people and the program.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// The last day that came of it, of the period or of the contract.
    pub ends_on: Option<Date>,
    /// The request that brought it.
    pub request_id: Option<RequestId>,
    pub request_number: Option<String>,
    /// Code of the kind of document that it is about.
    pub document_kind: Option<String>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
