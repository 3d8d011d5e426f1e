//! Sessions of users. The row decides: ending it ends the session. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{SessionId, UserId};

/// One row of `sessions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub portal: String,
    pub user_id: UserId,
    pub created_at: DateTimeUtc,
    /// Last request, to within half a minute.
    pub last_used_at: DateTimeUtc,
    /// Absolute limit.
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    /// When the password was last given again within the session.
    pub reauthenticated_at: Option<DateTimeUtc>,
    /// Allows nothing but the choice of a password.
    pub password_change_required: bool,
    /// Allows nothing but to add a second factor.
    pub enrolment_required: bool,
    /// Allows nothing but to say who the contractor is.
    pub contractor_required: bool,
    /// Which token counts: the password given again makes a new one.
    pub token_version: i32,
    /// Browser as it names itself, cut to 256 characters.
    pub user_agent: String,
    /// Network address.
    pub address: String,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
