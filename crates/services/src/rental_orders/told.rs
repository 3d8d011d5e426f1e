//! What other systems are told of orders.

use std::fmt::Display;

use madoguchi_domain::events::EventType;
use madoguchi_domain::rentals::OrderEventKind;
use madoguchi_entities::orders;
use sea_orm::EntityTrait;
use serde_json::json;

use super::Order;
use crate::database::Transaction;
use crate::{Error, Services, events};

/// Tells that something happened to an order, with what it is now. Its lines are read by its number.
pub(super) async fn tell(
    tx: &Transaction,
    services: &Services,
    before: &Order,
    (change, request_number): (OrderEventKind, Option<&str>),
) -> Result<(), Error> {
    // Who changed it may still hold it as it was.
    let order = orders::Entity::find_by_id((before.customer_id, before.id)).one(tx).await?.ok_or(Error::NotFound)?;
    let data = json!({
        "number": order.number,
        "state": order.state,
        "change": change,
        "first_on": order.first_on,
        "last_on": order.last_on,
        "request_number": request_number,
    });
    let mut subjects: Vec<(&str, &dyn Display)> = vec![("customer_id", &order.customer_id), ("order_id", &order.id)];
    subjects.extend(order.user_id.as_ref().map(|user| ("user_id", user as &dyn Display)));
    events::record(tx, services, &order.portal, EventType::OrderChanged, &subjects, data).await
}
