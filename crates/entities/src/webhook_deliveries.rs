//! Events on their way to webhooks, and what became of it. Citus: local table.

use sea_orm::entity::prelude::*;

use crate::ids::{EventId, WebhookDeliveryId, WebhookId};

pub use madoguchi_domain::events::{EventType, WebhookDeliveryState};

/// One row of `webhook_deliveries`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_deliveries")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    pub portal: String,
    pub webhook_id: WebhookId,
    pub event_id: EventId,
    pub event_type: EventType,
    pub state: WebhookDeliveryState,
    /// Tries so far.
    pub attempts: i32,
    /// Status of the last answer; none when there was no answer.
    pub last_status: Option<i32>,
    /// What went wrong last.
    #[sea_orm(column_type = "Text", nullable)]
    pub last_error: Option<String>,
    /// When it was last tried.
    pub attempted_at: Option<DateTimeUtc>,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

/// No relation is followed implicitly.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
