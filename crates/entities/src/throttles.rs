//! Counters that slow guessing down, by portal, kind and hashed subject. Citus: local table.

use sea_orm::entity::prelude::*;

/// One row of `throttles`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub portal: String,
    /// What is counted, as `sign_in_account`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    /// SHA-256 of the normalised subject, base64url: never the subject itself.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub count: i32,
    pub window_started_at: DateTimeUtc,
    pub blocked_until: Option<DateTimeUtc>,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
