//! Second factors of a user.

use super::sessions::PasskeyAnswer;
use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use madoguchi_domain::second_factors::AuthenticatorKind;

travels! {
    /// A second factor that works.
    pub struct Authenticator {
        /// Names it.
        pub id: Uuid,
        /// What it is.
        pub kind: AuthenticatorKind,
        /// What the person calls it.
        pub name: String,
        /// Since when.
        pub created_at: DateTime<Utc>,
        /// Last login with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_used_at: Option<DateTime<Utc>>,
    }

    /// All second factors of the user.
    pub struct Authenticators {
        /// The oldest first.
        pub items: Vec<Authenticator>,
        /// Recovery codes not used yet.
        pub recovery_codes_left: u64,
    }

    /// A name.
    #[serde(deny_unknown_fields)]
    pub struct NameAuthenticator {
        /// Up to 50 characters.
        pub name: String,
    }

    /// An authenticator app to be added.
    pub struct TotpOffer {
        /// For the confirmation.
        pub id: Uuid,
        /// The seed in base 32, to be typed into the app.
        pub secret: String,
        /// `otpauth://` address of it.
        pub uri: String,
        /// Modules of the QR code, a side.
        pub qr_size: i32,
        /// Dark modules as the path of an SVG with one unit a module.
        pub qr_path: String,
    }

    /// Shows that the app works.
    #[serde(deny_unknown_fields)]
    pub struct ConfirmTotp {
        /// Six digits of the app.
        pub one_time_password: String,
    }

    /// Adds the passkey that the browser made.
    #[serde(deny_unknown_fields)]
    pub struct CreatePasskey {
        /// What the person calls it.
        pub name: String,
        /// The browser's answer.
        pub passkey: PasskeyAnswer,
    }

    /// Codes for the loss of every second factor, shown once. Empty when there were some already.
    pub struct RecoveryCodes {
        /// As `abcde-fghjk-mnpqr`.
        pub codes: Vec<String>,
    }
}
