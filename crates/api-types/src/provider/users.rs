//! The people of a customer as the provider's systems know them.

use super::super::travels;
use super::batches::RowStatus;
use chrono::{DateTime, Utc};
pub use madoguchi_domain::locales::Locale;
pub use madoguchi_domain::users::{UserRole, UserState};
use uuid::Uuid;

travels! {
    /// A person of a customer, by mail address.
    #[serde(deny_unknown_fields)]
    pub struct WritePerson {
        /// Name of the person; may be empty.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(max_length = 100, example = "新井 空"))]
        pub name: String,
        /// Ignored where the portal has one role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub role: Option<UserRole>,
        /// Whether news are mailed.
        #[serde(default)]
        pub mail_notice: bool,
        /// Number of the billing group whose contracts the person sees; absent: all of the customer's, or as it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub billing_group: Option<String>,
        /// Login ID for the first person of a customer, where all its people share one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub login_id: Option<String>,
        /// Language of mails; Japanese when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locale: Option<Locale>,
    }

    /// A person as it is kept.
    pub struct Person {
        pub id: Uuid,
        /// What the person logs in with, beside what the portal asks.
        pub sign_in_name: String,
        pub mail_address: String,
        pub name: String,
        pub role: UserRole,
        pub mail_notice: bool,
        /// `pending` until the invitation was followed.
        pub state: UserState,
        pub created_at: DateTime<Utc>,
    }

    /// What became of a person.
    pub struct WrittenPerson {
        /// `stored` means that an invitation was mailed.
        pub status: RowStatus,
        pub person: Person,
    }
}
