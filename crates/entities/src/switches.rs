//! What was turned on and off, a row each time; the newest says how it stands. Citus: distributed by `customer_id`.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, ContractId, CustomerId, InquiryId, SwitchId, UserId};

/// One row of `switches`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "switches")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub customer_id: CustomerId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SwitchId,
    pub portal: String,
    /// For switches of one contract.
    pub contract_id: Option<ContractId>,
    /// For switches of all contracts billed together; none beside no contract: of the whole customer.
    pub billing_group_id: Option<BillingGroupId>,
    /// Code of the switch.
    pub kind: String,
    pub turned_on: bool,
    /// Civil date in Asia/Tokyo.
    pub effective_from: Date,
    /// Version of the terms under which the person consented to what turning on means.
    pub consent_version: Option<String>,
    /// The inquiry whose wish it was.
    pub inquiry_id: Option<InquiryId>,
    /// Who switched; none: the provider.
    pub user_id: Option<UserId>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
