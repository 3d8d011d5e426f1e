//! Contracts with their place and phone service. Citus: reference table.

use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, ContractId, CustomerId};

pub use madoguchi_domain::contracts::ContractStatus;

/// One row of `contracts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contracts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ContractId,
    pub portal: String,
    pub customer_id: CustomerId,
    pub billing_group_id: BillingGroupId,
    /// Normalised contract number; unique in the portal.
    pub number: String,
    /// Code of one of the portal's contract categories.
    pub category: String,
    pub service_name: String,
    pub status: ContractStatus,
    /// First day of service, civil date in Asia/Tokyo.
    pub started_on: Date,
    /// Place of installation; seven digits.
    pub postal_code: String,
    pub prefecture: String,
    pub address1: String,
    pub address2: String,
    pub building: String,
    /// Empty when the service has none.
    pub access_key: String,
    /// Empty when there is no phone service.
    pub phone_service_name: String,
    /// Digits only.
    pub phone_number: String,
    pub phone_detail: String,
    /// First month whose call records may be read, as its first day; none: not active.
    pub call_records_from: Option<Date>,
    /// Code of one of the portal's patterns of who stands where; empty where there are none.
    pub pattern: String,
    /// Who is the contact and manages it; none: the customer itself.
    pub contact_customer_id: Option<CustomerId>,
    /// Last day of the present period, civil date in Asia/Tokyo; none: it has no period.
    pub ends_on: Option<Date>,
    /// Last day of the contract, once its termination was filed.
    pub termination_on: Option<Date>,
    /// The answers with which it was applied for, as they are now, as JSON; empty when it was not applied for here.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
