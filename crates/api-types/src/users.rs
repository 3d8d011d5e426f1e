//! The people of a customer.

use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use madoguchi_domain::users::{UserRole, UserState};

travels! {
    /// A user of the customer.
    pub struct User {
        /// Names the user.
        pub id: Uuid,
        /// Access ID, contractor ID or login ID.
        pub sign_in_name: String,
        /// Mail address.
        pub mail_address: String,
        /// Name.
        pub name: String,
        /// What the user may do within the customer.
        pub role: UserRole,
        /// Whether mailed about news.
        pub mail_notice: bool,
        /// Who has no password yet is `pending`; who is `closed` is not listed.
        pub state: UserState,
        /// Since when.
        pub created_at: DateTime<Utc>,
        /// Whether it is the one who asks.
        pub current: bool,
        /// Until when the invitation can be used, of who has no password yet; otherwise null.
        #[serde(default)]
        pub invitation_expires_at: Option<DateTime<Utc>>,
    }

    /// All users of the customer.
    pub struct Users {
        /// In the order in which they came.
        pub items: Vec<User>,
        /// Most users there may be; absent: no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub max: Option<u32>,
    }

    /// What is asked of a user.
    #[serde(deny_unknown_fields)]
    pub struct WriteUser {
        /// Mail address.
        pub mail_address: String,
        /// Name.
        #[serde(default)]
        pub name: String,
        /// One of the portal's; may be absent where it has one role.
        #[serde(default)]
        pub role: Option<UserRole>,
        /// Whether mailed about news.
        #[serde(default = "yes")]
        pub mail_notice: bool,
    }
}

fn yes() -> bool {
    true
}
