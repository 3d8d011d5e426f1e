//! Ways back in, and what stands behind mailed links. The answers tell nothing about who exists.

use super::robot_checks::SolvedRobotCheck;
use super::travels;
use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;

pub use madoguchi_domain::policy::RecoveryWay;
pub use madoguchi_domain::users::MailChangeStep;

travels! {
    /// Asks for a contractor ID (ご契約者ID登録).
    #[serde(deny_unknown_fields)]
    pub struct CreateContractor {
        /// The contact's mail address.
        pub mail_address: String,
        /// Language of the mails; Japanese when absent.
        #[serde(default)]
        pub locale: Option<Locale>,
        /// A solved robot check.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub robot_check: Option<SolvedRobotCheck>,
    }

    /// A mail is on its way.
    pub struct MailOnItsWay {
        /// Where it goes, partly hidden.
        pub mail_address: String,
    }

    /// Asks for a way back in. Which fields are needed depends on the way.
    #[serde(deny_unknown_fields)]
    pub struct CreateRecovery {
        /// The way; one of the portal's.
        pub way: RecoveryWay,
        /// Registered mail address; always.
        pub mail_address: String,
        /// Identifier at login.
        #[serde(default)]
        pub sign_in_name: String,
        /// Facility or customer name.
        #[serde(default)]
        pub customer_name: String,
        /// Number of a contract.
        #[serde(default)]
        pub contract_number: String,
        /// Postal code of that contract.
        #[serde(default)]
        pub postal_code: String,
    }

    /// Facts that prove who has lost the registered mail address, within a login under way.
    #[serde(deny_unknown_fields)]
    pub struct RecoverMailAddress {
        /// The new address.
        pub mail_address: String,
        /// Contract number.
        pub contract_number: String,
        /// Postal code of the contract.
        pub postal_code: String,
        /// Customer's name in kana.
        pub customer_name: String,
    }

    /// Names a mailed link.
    #[serde(deny_unknown_fields)]
    pub struct MailedLink {
        /// What stands behind `#` in the link.
        pub token: String,
    }

    /// A link to set a password.
    pub struct PasswordLinkState {
        /// Until when it can be used.
        pub expires_at: DateTime<Utc>,
        /// Identifier at login, for the password manager.
        pub sign_in_name: String,
    }

    /// Sets a password behind a link.
    #[serde(deny_unknown_fields)]
    pub struct SetPasswordByLink {
        /// What stands behind `#` in the link.
        pub token: String,
        /// The new password.
        pub password: String,
    }

    /// Names a link of a change of mail address.
    #[serde(deny_unknown_fields)]
    pub struct MailChangeLink {
        /// What it is for.
        pub step: MailChangeStep,
        /// What stands behind `#` in the link.
        pub token: String,
    }

    /// Does what a link of a change of mail address is for.
    #[serde(deny_unknown_fields)]
    pub struct UseMailChangeLink {
        /// What it is for.
        pub step: MailChangeStep,
        /// What stands behind `#` in the link.
        pub token: String,
        /// The new address, for the first step.
        #[serde(default)]
        pub mail_address: String,
    }
}
