//! What other systems are told of quotes.

use std::fmt::Display;

use madoguchi_domain::events::EventType;
use serde_json::json;

use super::Quote;
use crate::database::Transaction;
use crate::{Error, Services, events};

/// Tells what a quote is now: answered, ordered, or answered once more since its order came to nothing.
pub(super) async fn tell(tx: &Transaction, services: &Services, quote: &Quote) -> Result<(), Error> {
    let data = json!({
        "number": quote.number,
        "state": quote.state,
        "valid_until": quote.valid_until,
        "amount": quote.amount,
        "request_number": quote.request_number,
        "order_number": quote.order_number,
    });
    let mut subjects: Vec<(&str, &dyn Display)> =
        vec![("customer_id", &quote.customer_id), ("quote_id", &quote.id), ("request_id", &quote.request_id)];
    subjects.extend(quote.order_id.as_ref().map(|order| ("order_id", order as &dyn Display)));
    events::record(tx, services, &quote.portal, EventType::QuoteChanged, &subjects, data).await
}
