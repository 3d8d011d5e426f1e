//! What a contract stored in a month, and the fee that was charged for it. Citus: distributed by customer_id, with invoices.

use sea_orm::entity::prelude::*;

use crate::ids::{ContractId, CustomerId, InvoiceId};

/// One row of `contract_usages`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_usages")]
pub struct Model {
    /// Whose the contract is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub contract_id: ContractId,
    /// Code of one of the portal's usage fees.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// First day of the month.
    #[sea_orm(primary_key, auto_increment = false)]
    pub month: Date,
    pub portal: String,
    pub bytes: i64,
    /// Yen before tax that were charged, as the policy was then; 0 where nothing was due. None: not charged yet.
    pub fee: Option<i64>,
    /// When the month was charged or found to be free: from then on it never changes.
    pub charged_at: Option<DateTimeUtc>,
    /// The invoice with the fee.
    pub invoice_id: Option<InvoiceId>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
