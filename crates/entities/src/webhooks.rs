//! Addresses that events are sent to. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::WebhookId;

pub use madoguchi_domain::events::WebhookState;

/// One row of `webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookId,
    pub portal: String,
    #[sea_orm(column_type = "Text")]
    pub url: String,
    /// JSON: the types that are sent; an empty list: all.
    #[sea_orm(column_type = "Text")]
    pub event_types: String,
    pub state: WebhookState,
    /// What deliveries are signed with.
    pub sealed_secret: Vec<u8>,
    /// The one before, which signs too while the receiver learns the new one.
    pub sealed_previous_secret: Option<Vec<u8>>,
    pub previous_secret_until: Option<DateTimeUtc>,
    /// Tries that failed since the last one that did not.
    pub failures: i32,
    /// When the first of them was.
    pub failing_since: Option<DateTimeUtc>,
    /// Nothing is sent before, so that one that hangs does not hold up the others.
    pub paused_until: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
