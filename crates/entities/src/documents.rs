//! Documents of a customer with their files: PDFs of invoices and opening notices. Written once, never changed. Citus:
//! distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{ContractId, CustomerId, DocumentId, InvoiceId, UserId};

pub use madoguchi_domain::documents::DocumentKind;

/// One row of `documents`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "documents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentId,
    pub portal: String,
    pub kind: DocumentKind,
    /// The contract it is about, for opening notices.
    pub contract_id: Option<ContractId>,
    /// The invoice it shows; at most one document for each.
    pub invoice_id: Option<InvoiceId>,
    /// 発行日.
    pub issued_on: Date,
    pub title: String,
    /// What it says, as it was when it was delivered; none where it is made from rows that never change.
    pub content: Option<Json>,
    /// Where the file is kept; none: not rendered yet.
    pub file_key: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// Of the file.
    pub sha256: Option<Vec<u8>>,
    pub created_at: DateTimeUtc,
    pub stored_at: Option<DateTimeUtc>,
    /// When somebody of the customer first opened it: an electronic contract document counts as delivered by then.
    pub first_opened_at: Option<DateTimeUtc>,
    pub first_opened_by: Option<UserId>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
