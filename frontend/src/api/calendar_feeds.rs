//! Calls about the address by which a calendar program reads deadlines.

use super::{Client, Error};
use madoguchi_api_types::calendar_feeds::{CalendarFeed, NewCalendarFeed};
use serde_json::json;

/// The address in force, if any, without its secret.
pub async fn list(client: Client) -> Result<Vec<CalendarFeed>, Error> {
    client.get("/account/calendar-feeds").await
}

/// Makes one; the one before ends.
pub async fn create(client: Client) -> Result<NewCalendarFeed, Error> {
    client.post("/account/calendar-feeds", &json!({})).await
}

/// Ends it.
pub async fn revoke(client: Client) -> Result<(), Error> {
    client.delete("/account/calendar-feeds").await
}
