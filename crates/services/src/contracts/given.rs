//! A contract on its way in, as it is given.

use chrono::NaiveDate;
use madoguchi_domain::dates::Month;

use super::ContractStatus;

/// Whether the call records of a contract may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallRecordAccess {
    /// Not activated.
    Inactive,
    /// Activated; since when is not said. A month that is known already stays, else it is the month of the start.
    Active,
    /// Activated from a month on.
    From(Month),
}

/// A contract as given. Number, postal code and phone may be written in any width and with hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContract {
    /// Contract number, in a form of the portal.
    pub number: String,
    /// Number of the customer, who must be there already. A contract never changes its customer.
    pub customer: String,
    /// Number of the billing group (請求グループ); made when it is new.
    pub billing_group: String,
    /// Code of one of the portal's categories.
    pub category: String,
    /// Name of the service.
    pub service_name: String,
    /// State.
    pub status: ContractStatus,
    /// First day of service.
    pub started_on: NaiveDate,
    /// Place of installation.
    pub postal_code: String,
    /// 都道府県.
    pub prefecture: String,
    /// Town.
    pub address1: String,
    /// Block and number.
    pub address2: String,
    /// Building and room; empty when there is none.
    pub building: String,
    /// Empty when the service has none.
    pub access_key: String,
    /// Empty when there is no phone service.
    pub phone_service_name: String,
    /// Empty when there is no phone service.
    pub phone_number: String,
    /// Anything else on the phone service.
    pub phone_detail: String,
    /// Names in order; they replace what was there.
    pub options: Vec<String>,
    /// Whether call records may be read.
    pub call_records: CallRecordAccess,
}
