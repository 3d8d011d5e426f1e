//! How customers get accounts and how they manage the people of a customer. Knows no storage.

use serde::{Deserialize, Serialize};

use crate::closed_sets::closed_sets;
pub use crate::users::UserRole;

/// How a customer gets a first account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    pub start: RegistrationStart,
    /// Days the mailed link can be used.
    pub link_days: u32,
    /// Minutes between the proof of identity behind the link and the choice of the password.
    pub verification_minutes: u32,
    /// Tries an hour, for each network address and for each contract number or mail address.
    pub tries_per_hour: u32,
    /// Forms asked at the first login and open to changes later (ご契約者情報), by name.
    #[serde(default)]
    pub forms: Vec<String>,
}

/// What starts a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationStart {
    /// Contract number, postal code and customer name of an existing contract.
    ContractFacts,
    /// A mail address alone; the customer is made by it.
    MailAddress,
    /// Only the provider makes accounts.
    Provider,
}

/// The people of one customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserPolicy {
    /// Most users of one customer; absent: no limit.
    #[serde(default)]
    pub max: Option<u32>,
    /// Roles there are; one role means that all are equal.
    pub roles: Vec<UserRole>,
    /// Roles that may manage users.
    pub managed_by: Vec<UserRole>,
    /// Whether each user chooses to be mailed about news (メール通知 あり / なし).
    pub mail_notice_choice: bool,
    /// How the own mail address is changed.
    pub mail_change: MailChange,
    /// Hours a link of a mail change can be used.
    pub mail_change_hours: u32,
}

closed_sets! {
    /// How the own mail address is changed.
    pub enum MailChange {
        /// A link to the new address.
        NewAddressConfirms = "new_address_confirms",
        /// A link to the current address first, then one to the new address.
        CurrentAddressThenNew = "current_address_then_new",
        /// Another administrator changes it.
        ByAdministrator = "by_administrator",
    }
}
