//! People who can log in. Citus: local table.

use madoguchi_domain::locales::Locale;
use sea_orm::entity::prelude::*;

use crate::ids::{BillingGroupId, CustomerId, UserId};

pub use madoguchi_domain::users::{UserRole, UserState};

/// One row of `users`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub portal: String,
    pub customer_id: CustomerId,
    /// When set, the user sees only the contracts billed together in this group.
    pub billing_group_id: Option<BillingGroupId>,
    /// What the portal gave out: access ID, contractor ID or login ID.
    pub sign_in_name: String,
    /// All identifiers that the portal asks at login, normalised and joined; unique in the portal.
    pub sign_in_key: String,
    pub mail_address: String,
    /// The address as addresses are compared and found (`MailAddress::key`).
    pub mail_key: String,
    pub name: String,
    pub role: UserRole,
    pub state: UserState,
    /// Whether the user is mailed about news (メール通知).
    pub mail_notice: bool,
    /// Language of mails.
    pub locale: Locale,
    /// Argon2id hash; none until the first own password.
    pub password_hash: Option<String>,
    /// Argon2id hash of the last password that the portal issued.
    pub issued_password_hash: Option<String>,
    pub issued_password_expires_at: Option<DateTimeUtc>,
    /// When it was used: it works once.
    pub issued_password_used_at: Option<DateTimeUtc>,
    /// `credentials_version` at which it went out: it works at no other.
    pub issued_password_version: Option<i32>,
    /// Whether the provider locked it: then nobody comes back in alone.
    pub locked_by_provider: bool,
    /// Counts up whenever address, password or lock change: what went out before belongs to another state of the account.
    pub credentials_version: i32,
    /// Whether the next login leads to nothing but the choice of a password.
    pub password_change_required: bool,
    pub password_changed_at: Option<DateTimeUtc>,
    /// Where the portal leaves it to the person: whether a second factor is asked (利用する / 利用しない).
    pub uses_second_factor: bool,
    /// Made by a demo server, with a password that everybody can read: open on demo servers only.
    pub is_demo: bool,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// How the person is called: by name, or by mail address where there is no name.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { &self.mail_address } else { &self.name }
    }
}
