//! Which second factors there are, and how one is given at login. Knows no secret and no row.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What a second factor is.
    pub enum AuthenticatorKind {
        /// An authenticator app (TOTP).
        Totp = "totp",
        /// A passkey.
        Passkey = "passkey",
    }

    /// A way to give the second factor.
    pub enum SecondFactor or Default {
        /// The one-time password that was mailed.
        #[default]
        Mail = "mail",
        /// A code of an authenticator app.
        Totp = "totp",
        /// A passkey.
        Passkey = "passkey",
        /// A recovery code.
        RecoveryCode = "recovery_code",
    }
}
