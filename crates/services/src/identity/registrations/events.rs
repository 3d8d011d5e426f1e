//! What the steps of a registration have in common: the purpose of their link, and their audit events.

use madoguchi_entities::one_time_links::LinkPurpose;
use madoguchi_entities::users;

use crate::audit_events::Event;

pub(super) const PURPOSE: LinkPurpose = LinkPurpose::Registration;

pub(super) fn event(action: &'static str, user: &users::Model, detail: serde_json::Value) -> Event {
    Event::about(action, user.customer_id, user.id).with(detail)
}
