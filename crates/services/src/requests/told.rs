//! What other systems are told of requests.

use madoguchi_domain::events::EventType;
use madoguchi_entities::requests::Model as Request;
use serde_json::json;

use crate::events::NewEvent;

/// That something happened to a request, as it is now. What was asked is read by its id.
pub(super) fn event(kind: EventType, request: &Request) -> NewEvent {
    let data = json!({
        "number": request.number,
        "kind": request.kind,
        "state": request.state,
        "contract_id": request.contract_id,
        "batch_id": request.batch_id,
    });
    let (customer, id, user) = (&request.customer_id, &request.id, &request.user_id);
    NewEvent::new(kind, &[("customer_id", customer), ("request_id", id), ("user_id", user)], data)
}
