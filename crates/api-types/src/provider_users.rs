//! What the provider's systems do to customers' accounts.

use super::travels;

travels! {
    /// Whose account.
    #[serde(deny_unknown_fields)]
    pub struct NamedUser {
        /// Access ID, contractor ID or login ID.
        pub sign_in_name: String,
        /// Mail address, where several people share a login ID.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mail_address: Option<String>,
    }

    /// Sessions that were ended.
    pub struct EndedSessions {
        /// How many there were.
        pub count: u64,
    }
}
