//! For whom called numbers of a contract are shown in full for a while. Citus: distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{CallRecordUnmaskingId, ContractId, CustomerId, SessionId, UserId};

/// One row of `call_record_unmaskings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_record_unmaskings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallRecordUnmaskingId,
    pub portal: String,
    pub contract_id: ContractId,
    pub user_id: UserId,
    /// It holds in this session only.
    pub session_id: SessionId,
    /// As the user gave it.
    pub reason: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
