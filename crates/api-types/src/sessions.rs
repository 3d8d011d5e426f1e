//! Login in two steps, and the session it ends in.

use super::robot_checks::SolvedRobotCheck;
use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use madoguchi_domain::second_factors::SecondFactor;
pub use madoguchi_domain::users::UserRole;

travels! {
    /// First step: identifiers and password.
    #[serde(deny_unknown_fields)]
    pub struct CreateSignInAttempt {
        /// Identifiers by the names of the portal's `identifiers`.
        pub identifiers: std::collections::BTreeMap<String, String>,
        /// Password.
        pub password: String,
        /// A solved robot check, after `robot_check_required`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub robot_check: Option<SolvedRobotCheck>,
    }

    /// A login that waits for its second step. Bound to the browser by a cookie.
    pub struct SignInAttempt {
        /// For the path of the second step.
        pub id: Uuid,
        /// Ways to give the second factor, the strongest first; empty when none is asked.
        pub methods: Vec<SecondFactor>,
        /// Whether a one-time password was mailed.
        pub one_time_password: bool,
        /// Where it was or would be mailed, partly hidden.
        pub mail_address: String,
        /// Challenge of the robot check (ALTCHA), when one is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub robot_challenge: Option<serde_json::Value>,
        /// Until when it can be completed.
        pub expires_at: DateTime<Utc>,
    }

    /// Second step: second factor and robot check, as far as they are asked.
    #[serde(deny_unknown_fields)]
    pub struct CompleteSignInAttempt {
        /// How the second factor is given.
        #[serde(default)]
        pub method: SecondFactor,
        /// The digits of the mail or the app, or the recovery code; width does not matter.
        #[serde(default)]
        pub one_time_password: String,
        /// The passkey, when that is the way.
        #[serde(default)]
        pub passkey: Option<PasskeyAnswer>,
        /// Solution of the robot check (ALTCHA): `{ "counter", "derivedKey", "time" }`.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
        pub robot_solution: Option<serde_json::Value>,
    }

    /// A passkey ceremony for the browser.
    pub struct PasskeyChallenge {
        /// To be given back with the answer.
        pub id: Uuid,
        /// For `navigator.credentials`: `{ "publicKey": … }`, base64url in place of bytes.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub options: serde_json::Value,
    }

    /// What the browser answered to a passkey ceremony.
    #[serde(deny_unknown_fields)]
    pub struct PasskeyAnswer {
        /// Of the ceremony.
        pub challenge: Uuid,
        /// `PublicKeyCredential.toJSON()`.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        pub credential: serde_json::Value,
    }

    /// Gives the password again within a session.
    #[serde(deny_unknown_fields)]
    pub struct Reauthentication {
        /// Password.
        pub password: String,
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
        /// Nothing but the choice of a password is allowed.
        pub password_change_required: bool,
        /// Nothing but to add a second factor is allowed.
        #[serde(default)]
        pub second_factor_enrolment_required: bool,
        /// Nothing but to say who the contractor is is allowed.
        #[serde(default)]
        pub contractor_required: bool,
    }

    /// The person.
    pub struct SessionUser {
        /// Access ID, contractor ID or login ID.
        pub sign_in_name: String,
        /// Name.
        pub name: String,
        /// Own mail address.
        pub mail_address: String,
        /// What the user may do within the customer.
        pub role: UserRole,
        /// Whether mailed about news.
        pub mail_notice: bool,
        /// Whether a second factor is asked at login, where the portal leaves it to the person.
        pub uses_second_factor: bool,
        /// Whether the role allows to manage the customer's users.
        pub manages_users: bool,
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
