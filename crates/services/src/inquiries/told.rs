//! What other systems are told of inquiries.

use std::fmt::Display;

use madoguchi_domain::events::EventType;
use madoguchi_entities::inquiries::{InquiryState, Model as Inquiry};
use serde_json::json;

use crate::database::Transaction;
use crate::{Error, Services, events};

/// Tells that something happened to an inquiry, which is in this state now. What was written is read by its id.
pub(super) async fn tell(
    tx: &Transaction,
    services: &Services,
    kind: EventType,
    (inquiry, state): (&Inquiry, InquiryState),
) -> Result<(), Error> {
    let data = json!({ "number": inquiry.number, "kind": inquiry.kind, "state": state });
    let (customer, id, user) = (&inquiry.customer_id, &inquiry.id, &inquiry.user_id);
    let subjects: [(&str, &dyn Display); 3] = [("customer_id", customer), ("inquiry_id", id), ("user_id", user)];
    events::record(tx, services, &inquiry.portal, kind, &subjects, data).await
}
