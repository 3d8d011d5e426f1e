//! Webhooks by the Standard Webhooks convention: events sent to addresses that the provider names.
//!
//! What is sent is promised in the transaction of the event (`promises`) and sent by a job (`deliveries`), again and
//! again for three days. Every try has the same `webhook-id` (the event's), its own time, and a signature over the bytes
//! that are sent. Where it goes is checked when an address is named and once more when it is called (`targets`): the
//! addresses that were checked are those that are connected to (`client`).

mod administration;
mod client;
mod deliveries;
mod listed;
mod outcomes;
mod promises;
mod replays;
mod secrets;
mod targets;

pub use administration::{Added, NewWebhook, OVERLAP, add, disable, enable, list, rotate_secret};
pub use client::{Client, Looking, Lookup};
pub(crate) use listed::delete_before;
pub use listed::{Delivery, deliveries_of};
pub use madoguchi_entities::webhooks::{Model as Webhook, WebhookState};
pub use promises::types;
pub(crate) use promises::{Deliver, promise};
pub use replays::{replay, replay_since, send_test};
pub use targets::Settings;
