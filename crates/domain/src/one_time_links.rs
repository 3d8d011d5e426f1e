//! What mailed links are for, and which of them outlive a change of the account. Knows no row and no mail.

use crate::closed_sets::closed_sets;

closed_sets! {
    /// What a link is for.
    pub enum LinkPurpose {
        /// Completes a registration: identifier and issued password, then the own password.
        Registration = "registration",
        /// Sets a password: of a user who was added, or who forgot the old one.
        PasswordSetting = "password_setting",
        /// At the present address: opens the change of the mail address.
        MailChangeOpening = "mail_change_opening",
        /// At the new address: makes the change.
        MailChange = "mail_change",
        /// At the old address: takes the change back.
        MailChangeUndo = "mail_change_undo",
        /// In a login notice: "this was not me".
        SignInStop = "sign_in_stop",
    }
}

/// A change of what an account is reached and opened by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialChange {
    /// An own password was set, or an issued one was used.
    Password,
    /// Another mail address counts.
    Address,
    /// A change of address was taken back at the old one, which also locks.
    Undo,
    /// "This was not me" locked it.
    Stop,
    /// The provider locked it, or unlocked it.
    ProviderLock,
    /// The user was deleted.
    Deletion,
}

impl LinkPurpose {
    /// Whether a link that went out before a change can be used after it. What the owner defends the account with must
    /// outlive what somebody who got in can do to it: a new password, one more change of address, and stopping the
    /// account from the address that was just put in.
    #[must_use]
    pub fn outlives(self, change: CredentialChange) -> bool {
        use CredentialChange::{Address, Password, Stop, Undo};
        match self {
            Self::Registration | Self::PasswordSetting | Self::MailChangeOpening | Self::MailChange => false,
            Self::MailChangeUndo => matches!(change, Password | Address | Undo | Stop),
            Self::SignInStop => change == Password,
        }
    }
}
