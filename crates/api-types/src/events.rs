//! What happened, for other systems: the change feed, and the bodies that webhooks get.

use super::travels;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

pub use madoguchi_domain::events::EventType;

travels! {
    /// Something that happened. The feed and webhooks tell it alike.
    pub struct Event {
        /// The same however often it is told.
        pub id: Uuid,
        /// What happened. More types will come: leave alone what is not known.
        #[serde(rename = "type")]
        pub kind: EventType,
        /// When, UTC.
        pub timestamp: DateTime<Utc>,
        /// At which portal.
        pub portal: String,
        /// Ids by what they name, as `customer_id` and `request_id`.
        pub subjects: BTreeMap<String, String>,
        /// States, numbers and days. What people wrote and who they are is read by the ids.
        pub data: serde_json::Value,
    }

    /// A part of the feed.
    pub struct EventBatch {
        /// In the order of the feed.
        pub events: Vec<Event>,
        /// Stands behind these events; give it as `after` to read on. It is there though nothing more happened yet, and fits
        /// whatever types are asked for.
        pub next_cursor: String,
        /// Whether there is more already.
        pub has_more: bool,
    }

    /// How far a client is by its own word.
    #[serde(deny_unknown_fields)]
    pub struct AcknowledgementRequest {
        /// The `next_cursor` of the last part that it has dealt with.
        pub cursor: String,
    }

    /// How far a client is by its own word.
    pub struct Acknowledgement {
        /// Where the feed goes on for it when it names no cursor; absent when it never said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
        /// When it said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub acknowledged_at: Option<DateTime<Utc>>,
    }
}
