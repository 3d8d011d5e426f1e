//! Invoices as issued; never changed. Citus: distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId, InvoiceId};

/// One row of `invoices`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invoices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvoiceId,
    pub portal: String,
    pub billing_group_id: BillingGroupId,
    /// The provider's number; unique for the customer.
    pub number: String,
    /// First day of the month billed.
    pub month: Date,
    /// Yen before tax.
    pub net: i64,
    /// Yen; rounded once for each rate of the invoice.
    pub tax: i64,
    /// Yen to pay.
    pub gross: i64,
    /// SHA-256 over lines in order: the same number with other lines is refused.
    pub fingerprint: Vec<u8>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
