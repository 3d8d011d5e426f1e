//! How many requests a client sends. Counted in the database, so that it is one count however many processes serve.

use super::Authenticated;
use crate::audit_events::{self, Event};
use crate::limits::{self, API_CLIENT, Meter};
use crate::{Error, Services};

/// Counts a request, and tells those of the present window. When the limit is reached, that is written down: once for each window.
///
/// # Errors
/// Any error of the database; that there are too many is the meter's to tell.
pub async fn count(services: &Services, client: &Authenticated) -> Result<Meter, Error> {
    let portal = client.provider.portal();
    let meter = limits::meter(services, portal, API_CLIENT, &client.id.to_string()).await?;
    if meter.used == meter.most.saturating_add(1) {
        let detail = serde_json::json!({ "limit": API_CLIENT.kind, "tries": meter.used });
        let event = Event::named("limit.reached").to(client.id).with(detail);
        audit_events::record(services.db.write(), services, portal, client.provider.actor(), event).await?;
    }
    Ok(meter)
}
