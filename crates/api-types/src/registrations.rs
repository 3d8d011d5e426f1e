//! First registration: from the facts of a contract to the own password.

use super::travels;
use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;

travels! {
    /// Asks for an account for an existing contract (初回登録).
    #[serde(deny_unknown_fields)]
    pub struct CreateRegistration {
        /// Where link, access ID and temporary password go.
        pub mail_address: String,
        /// Contract number; width, hyphens and a leading `2N` do not matter.
        pub contract_number: String,
        /// Postal code of the place of installation.
        pub postal_code: String,
        /// Customer's name in kana; legal form and width do not matter.
        pub customer_name: String,
        /// Version of the terms that were agreed to.
        pub terms_version: String,
        /// Language of the mails; Japanese when absent.
        #[serde(default)]
        pub locale: Option<Locale>,
    }

    /// The registration was taken and a mail is on its way.
    pub struct Registration {
        /// Where the mail goes, as it was typed.
        pub mail_address: String,
        /// Until when its link can be used.
        pub link_expires_at: DateTime<Utc>,
    }

    /// Names the link that was mailed.
    #[serde(deny_unknown_fields)]
    pub struct RegistrationLink {
        /// Last part of the link's path.
        pub token: String,
    }

    /// A link that can be used.
    pub struct RegistrationLinkState {
        /// Until when.
        pub expires_at: DateTime<Utc>,
        /// Whether it was mailed to who forgot an own password, not to who registers.
        #[serde(default)]
        pub reset: bool,
    }

    /// Proves who opens the link.
    #[serde(deny_unknown_fields)]
    pub struct CreateRegistrationVerification {
        /// Last part of the link's path.
        pub token: String,
        /// Access ID of the mail.
        pub access_id: String,
        /// Temporary password of the mail.
        pub temporary_password: String,
    }

    /// Allows the choice of the password, for a short while.
    pub struct RegistrationVerification {
        /// Give this with the password.
        pub ticket: String,
        /// Until when.
        pub expires_at: DateTime<Utc>,
    }

    /// Chooses the own password and completes the registration.
    #[serde(deny_unknown_fields)]
    pub struct SetRegistrationPassword {
        /// Last part of the link's path.
        pub token: String,
        /// From the verification.
        pub ticket: String,
        /// The own password.
        pub password: String,
    }
}
