//! Documents that the provider delivered to contracts; their bytes lie in the store of files. Citus: distributed by
//! `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{ContractDocumentId, ContractId, CustomerId, UserId};

pub use madoguchi_domain::contracts::DocumentMedium;

/// One row of `contract_documents`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contract_documents")]
pub struct Model {
    /// Who gets it: the party that the pattern of the contract names, not always the customer whose contract it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractDocumentId,
    pub portal: String,
    pub contract_id: ContractId,
    /// Code of one of the portal's kinds of documents.
    pub kind: String,
    /// How it reaches them: what the contract said when it was delivered.
    pub medium: DocumentMedium,
    /// Name as given, made safe.
    #[sea_orm(column_type = "Text")]
    pub file_name: String,
    /// Media type found in the content.
    #[sea_orm(column_type = "Text")]
    pub media_type: String,
    /// Where the file is kept.
    #[sea_orm(column_type = "Text")]
    pub file_key: String,
    /// Bytes.
    pub size: i64,
    /// Of the file; the same file of a kind is delivered to a contract once.
    pub sha256: Vec<u8>,
    pub delivered_at: DateTimeUtc,
    /// When it was sent by post; none: by mail, or it waits for that.
    pub dispatched_at: Option<DateTimeUtc>,
    /// When somebody first downloaded it.
    pub first_opened_at: Option<DateTimeUtc>,
    pub first_opened_by: Option<UserId>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
