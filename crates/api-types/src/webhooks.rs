//! Addresses that events are sent to, and what became of it.

use super::events::EventType;
use super::travels;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use madoguchi_domain::events::{WebhookDeliveryState, WebhookState};

travels! {
    /// An address that events are sent to.
    pub struct Webhook {
        pub id: Uuid,
        /// Where it is.
        pub url: String,
        /// What is sent; an empty list: all.
        pub event_types: Vec<EventType>,
        /// Whether it is called.
        pub state: WebhookState,
        /// When the first of its failures was, when the last try failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub failing_since: Option<DateTime<Utc>>,
        /// Until when the secret before this one signs too, after a rotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub previous_secret_until: Option<DateTime<Utc>>,
        /// When it was added.
        pub created_at: DateTime<Utc>,
    }

    /// A webhook with a new secret, shown this once.
    pub struct WebhookSecret {
        pub webhook: Webhook,
        /// What deliveries are signed with, as `whsec_…`.
        pub secret: String,
    }

    /// A webhook to be added.
    #[serde(deny_unknown_fields)]
    pub struct WebhookRequest {
        /// Where it is: `https://`, on the public internet.
        pub url: String,
        /// What is sent; an empty list: all.
        #[serde(default)]
        pub event_types: Vec<EventType>,
    }

    /// Another secret for a webhook.
    #[serde(deny_unknown_fields)]
    pub struct SecretRotationRequest {
        /// Hours in which the secret before signs too; 24 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub overlap_hours: Option<i64>,
    }

    /// What is sent again: one event, or all since a moment.
    #[serde(deny_unknown_fields)]
    pub struct ReplayRequest {
        /// Id of an event, or of a delivery of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub event: Option<Uuid>,
        /// The moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<DateTime<Utc>>,
    }

    /// How much is on its way again.
    pub struct Replay {
        pub events: u64,
    }

    /// An event of the type `webhook.test` that is on its way.
    pub struct WebhookTest {
        pub event_id: Uuid,
    }

    /// An event on its way to a webhook, and what became of it.
    pub struct WebhookDelivery {
        pub id: Uuid,
        /// The event; its id is the `webhook-id` of every try.
        pub event_id: Uuid,
        /// What happened.
        pub event_type: EventType,
        /// How it stands.
        pub state: WebhookDeliveryState,
        /// Tries so far.
        pub attempts: u32,
        /// Status of the last answer; absent when there was none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_status: Option<u16>,
        /// What went wrong last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_error: Option<String>,
        /// When it was last tried.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub attempted_at: Option<DateTime<Utc>>,
        /// When it is tried again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub next_attempt_at: Option<DateTime<Utc>>,
        /// When it was promised.
        pub created_at: DateTime<Utc>,
    }
}
