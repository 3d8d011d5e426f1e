//! Login in two steps, and the session it ends in.

use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

travels! {
    /// First step: identifiers and password.
    pub struct CreateSignInAttempt {
        /// Identifiers by the names of the portal's `identifiers`.
        pub identifiers: std::collections::BTreeMap<String, String>,
        /// Password.
        pub password: String,
    }

    /// A login that waits for its second step. Bound to the browser by a cookie.
    pub struct SignInAttempt {
        /// For the path of the second step.
        pub id: Uuid,
        /// Whether a one-time password was mailed and is awaited.
        pub one_time_password: bool,
        /// Where it was mailed, partly hidden.
        pub mail_address: String,
        /// Challenge of the robot check (ALTCHA), when one is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub robot_challenge: Option<serde_json::Value>,
        /// Until when it can be completed.
        pub expires_at: DateTime<Utc>,
    }

    /// Second step: one-time password and robot check.
    pub struct CompleteSignInAttempt {
        /// The digits of the mail; width does not matter.
        #[serde(default)]
        pub one_time_password: String,
        /// Solution of the robot check (ALTCHA): `{ "counter", "derivedKey", "time" }`.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub robot_solution: Option<serde_json::Value>,
    }

    /// Who is logged in, and until when.
    pub struct Session {
        /// The user.
        pub user: SessionUser,
        /// The customer.
        pub customer: SessionCustomer,
        /// Ends then without another request.
        pub idle_expires_at: DateTime<Utc>,
        /// Ends then in any case.
        pub expires_at: DateTime<Utc>,
    }

    /// The person.
    pub struct SessionUser {
        /// Access ID, contractor ID or login ID.
        pub sign_in_name: String,
        /// Name.
        pub name: String,
        /// Own mail address.
        pub mail_address: String,
        /// `administrator` or `general`.
        pub role: String,
        /// Whether mailed about news.
        pub mail_notice: bool,
    }

    /// The customer.
    pub struct SessionCustomer {
        /// The provider's number.
        pub number: String,
        /// Name.
        pub name: String,
        /// Name in kana.
        pub name_kana: String,
    }
}
