//! Logins whose password was right and whose second factor is awaited. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{SignInAttemptId, UserId};

/// One row of `sign_in_attempts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignInAttemptId,
    pub portal: String,
    pub user_id: UserId,
    /// SHA-256 of the secret that the browser of this attempt holds.
    pub secret_hash: Vec<u8>,
    /// HMAC of the one-time password; none when no second factor is asked.
    pub one_time_password_hash: Option<Vec<u8>>,
    /// Whether it was begun with an issued password, which then must be replaced.
    pub issued_password: bool,
    /// Wrong one-time passwords so far.
    pub tries: i32,
    /// Challenge of the robot check, when one is asked.
    pub robot_challenge: Option<Json>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it became a session or was used up.
    pub closed_at: Option<DateTimeUtc>,
    /// The user's `credentials_version` when the password was given: it counts at no other.
    pub credentials_version: i32,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
