//! Lines of an invoice. Citus: distributed by customer_id, with invoices.

use madoguchi_domain::tax::TaxRate;
use sea_orm::entity::prelude::*;

use crate::ids::{ContractId, CustomerId, InvoiceId};

/// One row of `invoice_lines`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_lines")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub invoice_id: InvoiceId,
    /// From 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub portal: String,
    pub contract_id: ContractId,
    pub item: String,
    /// Yen before tax.
    pub amount: i64,
    pub tax_rate: TaxRate,
    pub note: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
