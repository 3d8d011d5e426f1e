//! What the signatures over audit events cover: the event alone, the event in its place, the end of a chain, a cut.

use madoguchi_entities::audit_events;
use serde_json::{Value, json};

use crate::Services;
use crate::keys::Signs;

/// Everything of an event counts. Times in microseconds: finer ones are lost in PostgreSQL.
fn content(event: &audit_events::Model) -> Vec<Value> {
    vec![
        json!(event.id),
        json!(event.portal),
        json!(event.customer_id),
        json!(event.user_id),
        json!(event.action),
        json!(event.subject_id),
        event.detail.clone(),
        json!(event.address),
        json!(event.request_id),
        json!(event.at.timestamp_micros()),
    ]
}

/// The event's own proof.
pub(super) fn of_event(services: &Services, event: &audit_events::Model) -> Vec<u8> {
    services.keys.sign(Signs::Event, Value::Array(content(event)).to_string().as_bytes())
}

/// Whether the program wrote the event as it is. One without a proof was not, or by a version that made none.
pub(super) fn is_proved(services: &Services, event: &audit_events::Model) -> bool {
    let content = Value::Array(content(event)).to_string();
    event.proof.as_ref().is_some_and(|proof| services.keys.is_signed(Signs::Event, content.as_bytes(), proof))
}

/// What the hash of a place in the chain covers: the hash before it, the place and the event.
fn in_place(sequence: i64, before: &[u8], event: &audit_events::Model) -> Vec<u8> {
    let mut values = vec![json!(sequence)];
    values.extend(content(event));
    [before, Value::Array(values).to_string().as_bytes()].concat()
}

/// The hash of a place.
pub(super) fn of_place(services: &Services, sequence: i64, before: &[u8], event: &audit_events::Model) -> Vec<u8> {
    services.keys.sign(Signs::Chain, &in_place(sequence, before, event))
}

/// Whether an event stands where it was put, after what was before it.
pub(super) fn is_in_place(services: &Services, sequence: i64, before: &[u8], event: &audit_events::Model) -> bool {
    let hash = event.hash.as_ref().filter(|_| event.sequence == Some(sequence));
    hash.is_some_and(|hash| services.keys.is_signed(Signs::Chain, &in_place(sequence, before, event), hash))
}
