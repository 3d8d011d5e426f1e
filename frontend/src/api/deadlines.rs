//! Calls about deadlines.

use super::{Client, Error};
use madoguchi_api_types::deadlines::Deadline;

/// What comes next for the customer, the soonest first.
pub async fn list(client: Client) -> Result<Vec<Deadline>, Error> {
    client.get("/deadlines").await
}
