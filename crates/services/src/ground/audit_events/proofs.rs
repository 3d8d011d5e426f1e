//! What the signatures over audit events cover: the event alone, the event in its place, the end of a chain, a cut.

use madoguchi_entities::audit_events;
use serde_json::{Value, json};

use crate::Services;
use crate::keys::Signs;

/// Everything of an event that every version knew. Times in microseconds: finer ones are lost in PostgreSQL.
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

/// Everything of an event. One of a version that told no doer has none to be covered; to take the doer from another one, or
/// to give it one, makes the list shorter or longer than the one that was signed.
fn whole(event: &audit_events::Model) -> String {
    let mut values = content(event);
    if let Some(kind) = event.doer_kind {
        values.extend([json!(kind), json!(event.doer_id), json!(event.doer_name)]);
    }
    Value::Array(values).to_string()
}

/// The event's own proof.
pub(super) fn of_event(services: &Services, event: &audit_events::Model) -> Vec<u8> {
    services.keys.sign(Signs::Event, whole(event).as_bytes())
}

/// Whether the program wrote the event as it is. One without a proof was not, or by a version that made none.
pub(super) fn is_proved(services: &Services, event: &audit_events::Model) -> bool {
    let proof = event.proof.as_ref();
    proof.is_some_and(|proof| services.keys.is_signed(Signs::Event, whole(event).as_bytes(), proof))
}

/// Whether the event must have a proof wherever it stands: it has one, or says more than the hash of its place covers.
pub(super) fn claims_proof(event: &audit_events::Model) -> bool {
    event.proof.is_some() || event.doer_kind.is_some()
}

/// What the hash of a place in the chain covers: the hash before it, the place and the event but its doer, which its own
/// proof covers. So a server of the version before may still put it there.
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use madoguchi_entities::audit_events::{DoerKind, Model};
    use serde_json::json;
    use uuid::Uuid;

    use super::{in_place, whole};

    fn event() -> Model {
        Model {
            id: Uuid::from_u128(1).into(),
            portal: "telecom".to_owned(),
            customer_id: None,
            user_id: Some(Uuid::from_u128(2).into()),
            action: "sign_in.completed".to_owned(),
            subject_id: None,
            detail: json!({ "second_factor": "mail" }),
            address: "192.0.2.1".to_owned(),
            request_id: "r".to_owned(),
            at: DateTime::from_timestamp(1_795_143_600, 5_000).unwrap(),
            sequence: None,
            hash: None,
            proof: None,
            doer_kind: None,
            doer_id: None,
            doer_name: None,
        }
    }

    /// What the versions signed that told no doer.
    const OF_BEFORE: &str = r#""00000000-0000-0000-0000-000000000001","telecom",null,"00000000-0000-0000-0000-000000000002","sign_in.completed",null,{"second_factor":"mail"},"192.0.2.1","r",1795143600000005]"#;

    #[test]
    fn events_without_a_doer_are_signed_as_they_were() {
        assert_eq!(whole(&event()), format!("[{OF_BEFORE}"));
        assert_eq!(in_place(7, b"", &event()), format!("[7,{OF_BEFORE}").into_bytes());
    }

    #[test]
    fn each_part_of_the_doer_is_signed() {
        let of = |kind, id, name: Option<&str>| {
            whole(&Model { doer_kind: kind, doer_id: id, doer_name: name.map(str::to_owned), ..event() })
        };
        let (user, id) = (Some(DoerKind::User), Some(Uuid::from_u128(3)));
        let different = [
            of(None, None, None),
            of(user, None, None),
            of(user, id, None),
            of(Some(DoerKind::Command), None, Some("a")),
            of(Some(DoerKind::Command), None, Some("b")),
        ];
        for (place, one) in different.iter().enumerate() {
            assert!(!different[place + 1..].contains(one), "{one}");
        }
    }
}
