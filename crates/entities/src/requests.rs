//! Requests (申込), drafts among them. Citus: distributed by `customer_id`.

use madoguchi_domain::requests::{RequestDecision, RequestReception, RequestState};
use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, ContractId, CustomerId, OrderId, RequestBatchId, RequestId, UserId};

/// One row of `requests`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "requests")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RequestId,
    pub portal: String,
    /// That of the person who opened it.
    pub billing_group_id: Option<BillingGroupId>,
    /// Who opened it; once it is sent, who sent it.
    pub user_id: UserId,
    /// 申込ID, given when it was opened; unique in the portal.
    pub number: String,
    /// Code of one of the portal's request kinds.
    pub kind: String,
    /// Code of one of the portal's contract categories.
    pub category: Option<String>,
    pub state: RequestState,
    /// The answers as JSON: of a draft as typed, else as they were checked and sent.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// The contract that it is about, or that came of it.
    pub contract_id: Option<ContractId>,
    /// 申込日, civil date in Asia/Tokyo.
    pub opened_on: Date,
    /// Whom it is for, as far as it is known; may be empty.
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// When it was sent; none: a draft.
    pub submitted_at: Option<DateTimeUtc>,
    /// `madoguchi_domain::requests::Confirmation` as JSON: what was read before it was sent, in the words of that day.
    #[sea_orm(column_type = "Text", nullable)]
    pub confirmation: Option<String>,
    /// Version of the terms that were agreed to with it.
    pub terms_version: Option<String>,
    /// Name of who agreed; empty while nobody did.
    #[sea_orm(column_type = "Text")]
    pub agreed_by: String,
    /// When a mail said that the draft will end.
    pub warned_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// When something last happened to it; of a draft, when it was saved.
    pub updated_at: DateTimeUtc,
    /// The file that it came with.
    pub batch_id: Option<RequestBatchId>,
    /// By what its row is known again when the file comes once more.
    pub batch_key: Option<String>,
    /// The order that it is about, or that came of it.
    pub order_id: Option<OrderId>,
    /// Its number.
    pub order_number: Option<String>,
    /// Number of the quote that came of it.
    pub quote_number: Option<String>,
    /// 申込結果, once it was sent.
    pub reception: Option<RequestReception>,
    /// 確認結果, once there is one.
    pub decision: Option<RequestDecision>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
