//! Invoices as issued; never changed. Citus: distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId, InvoiceId};

pub use madoguchi_domain::policy::PaymentMethod;

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
    /// 発行日, civil date in Asia/Tokyo.
    pub issued_on: Date,
    /// Day of debit or last day of payment.
    pub due_on: Option<Date>,
    pub payment: PaymentMethod,
    /// お客様番号 on the paper.
    pub customer_number: String,
    /// Name and address of the recipient as when it was issued.
    pub recipient_name: String,
    /// Seven digits; may be empty.
    pub recipient_postal_code: String,
    pub recipient_address: String,
    /// The invoice that this one corrects; at most one corrects another.
    pub corrects_id: Option<InvoiceId>,
    /// Issuer as when it was issued, as JSON; absent on invoices from before that was kept.
    pub issued_by: Option<Json>,
    /// 金融機関名 of the account that is debited; may be empty.
    pub bank: String,
    /// 口座番号 of that account, but for its last four digits hidden; may be empty.
    pub bank_account: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
