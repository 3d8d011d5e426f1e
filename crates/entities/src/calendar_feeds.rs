//! Addresses by which a calendar program reads the deadlines of a user: one a user. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// One row of `calendar_feeds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_feeds")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// SHA-256 of the secret in the address.
    pub secret_hash: Vec<u8>,
    /// The user's `credentials_version` for which it is good.
    pub credentials_version: i32,
    pub created_at: DateTimeUtc,
    /// Last reading, to within half a minute.
    pub last_read_at: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
