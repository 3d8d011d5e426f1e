//! What a user changes of the own account.

use super::travels;
use chrono::{DateTime, Utc};
use madoguchi_domain::locales::Locale;
use uuid::Uuid;

travels! {
    /// Changes the own password.
    #[serde(deny_unknown_fields)]
    pub struct ChangePassword {
        /// The present one; not asked in a session that must choose a password.
        #[serde(default)]
        pub current_password: String,
        /// The new one.
        pub password: String,
    }

    /// Changes the own settings; what is absent stays.
    #[derive(Default)]
    #[serde(deny_unknown_fields)]
    pub struct UpdateProfile {
        /// Name.
        #[serde(default)]
        pub name: Option<String>,
        /// Whether a second factor is asked at login, where the portal leaves it to the person.
        #[serde(default)]
        pub uses_second_factor: Option<bool>,
        /// Whether news are mailed, where the portal leaves it to the person.
        #[serde(default)]
        pub mail_notice: Option<bool>,
        /// Language of mails.
        #[serde(default)]
        pub locale: Option<Locale>,
    }

    /// Asks for a change of the own mail address.
    #[serde(deny_unknown_fields)]
    pub struct CreateMailChange {
        /// The new address; empty where the portal asks the present address first.
        #[serde(default)]
        pub mail_address: String,
    }

    /// An open session of the user.
    pub struct OwnSession {
        /// Names it.
        pub id: Uuid,
        /// Browser and system, as `Chrome (Windows)`.
        pub browser: String,
        /// Network address at login.
        pub address: String,
        /// Since when.
        pub created_at: DateTime<Utc>,
        /// Last request, to within half a minute.
        pub last_used_at: DateTime<Utc>,
        /// Whether it is the one that asks.
        pub current: bool,
    }

    /// Something that happened to the own account.
    pub struct AccountEvent {
        /// Names it.
        pub id: Uuid,
        /// When.
        pub at: DateTime<Utc>,
        /// Noun and verb, as `sign_in.completed`.
        pub action: String,
        /// Network address it came from; empty when others did it.
        pub address: String,
        /// Who did it, when somebody else did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<OtherDoer>,
    }

    /// Who did something to an account that is not theirs.
    pub struct OtherDoer {
        /// Of which side.
        pub kind: OtherDoerKind,
        /// Name or mail address of another user of the same customer, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    /// Of which side somebody is who did something.
    #[derive(Copy, Eq)]
    pub enum OtherDoerKind {
        /// Another user.
        User,
        /// The provider.
        Provider,
    }
}
