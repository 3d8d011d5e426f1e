//! Who looked at call records of a contract, when and how. Citus: distributed by customer_id.

use sea_orm::entity::prelude::*;

use crate::ids::{CallRecordViewId, ContractId, CustomerId, SessionId, UserId};

pub use madoguchi_domain::call_records::CallRecordAction;

/// One row of `call_record_views`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_record_views")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CallRecordViewId,
    pub portal: String,
    pub contract_id: ContractId,
    pub user_id: UserId,
    /// Name of the user at that time, or the mail address where there was no name.
    pub user_label: String,
    pub session_id: SessionId,
    pub action: CallRecordAction,
    /// First day of the month looked at; none where it was no single month.
    pub month: Option<Date>,
    /// Whether called numbers were hidden.
    pub masked: bool,
    /// Under which filter beside the month: `day`, `hour`, `kind`, `number`; none where there was no other.
    pub filter: Option<Json>,
    /// Records shown, or counted; of a download, none until it ended.
    pub count: Option<i64>,
    /// Why numbers were shown in full, where a reason was asked.
    pub reason: Option<String>,
    pub viewed_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
