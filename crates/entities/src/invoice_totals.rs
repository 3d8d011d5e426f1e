//! Totals of an invoice by tax rate. Citus: distributed by customer_id, with invoices.

use madoguchi_domain::tax::TaxRate;
use sea_orm::entity::prelude::*;

use crate::ids::{CustomerId, InvoiceId};

/// One row of `invoice_totals`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoice_totals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub invoice_id: InvoiceId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub tax_rate: TaxRate,
    pub portal: String,
    /// Yen before tax.
    pub net: i64,
    /// Yen; rounded once.
    pub tax: i64,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
