//! Links that were mailed and work once. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{OneTimeLinkId, UserId};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))")]
pub enum LinkPurpose {
    /// Completes a registration: identifier and issued password, then the own password.
    #[sea_orm(string_value = "registration")]
    Registration,
    /// Sets a password: of a user who was added, or who forgot the old one.
    #[sea_orm(string_value = "password_setting")]
    PasswordSetting,
    /// At the present address: opens the change of the mail address.
    #[sea_orm(string_value = "mail_change_opening")]
    MailChangeOpening,
    /// At the new address: makes the change.
    #[sea_orm(string_value = "mail_change")]
    MailChange,
    /// At the old address: takes the change back.
    #[sea_orm(string_value = "mail_change_undo")]
    MailChangeUndo,
    /// In a login notice: "this was not me".
    #[sea_orm(string_value = "sign_in_stop")]
    SignInStop,
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
    /// Every purpose.
    pub const ALL: [Self; 6] = [
        Self::Registration,
        Self::PasswordSetting,
        Self::MailChangeOpening,
        Self::MailChange,
        Self::MailChangeUndo,
        Self::SignInStop,
    ];

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

/// One row of `one_time_links`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_links")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OneTimeLinkId,
    pub portal: String,
    pub user_id: UserId,
    pub purpose: LinkPurpose,
    /// SHA-256 of the token in the link.
    pub token_hash: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was used up or replaced by a newer one.
    pub closed_at: Option<DateTimeUtc>,
    /// SHA-256 of the ticket for the step after the proof of identity.
    pub ticket_hash: Option<Vec<u8>>,
    pub ticket_expires_at: Option<DateTimeUtc>,
    /// What the link will do, as the new address.
    pub detail: Option<Json>,
    /// The user's `credentials_version` for which it is good.
    pub credentials_version: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
