//! What other systems are told of people: whose they are, and how they stand. Names and addresses are read by the id.

use std::fmt::Display;

use madoguchi_domain::events::EventType;
use madoguchi_entities::users::Model as User;
use serde_json::json;

use crate::database::Transaction;
use crate::{Error, Services, events};

/// Tells that something happened to a person's account.
pub(crate) async fn tell(tx: &Transaction, services: &Services, kind: EventType, user: &User) -> Result<(), Error> {
    let data = json!({ "state": user.state, "role": user.role, "billing_group_id": user.billing_group_id });
    let subjects: [(&str, &dyn Display); 2] = [("customer_id", &user.customer_id), ("user_id", &user.id)];
    events::record(tx, services, &user.portal, kind, &subjects, data).await
}
