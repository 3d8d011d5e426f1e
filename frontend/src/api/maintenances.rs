//! Calls about planned maintenance.

use super::{Client, Error};
use madoguchi_api_types::maintenances::MaintenanceState;

/// How the portal stands.
pub async fn get(client: Client) -> Result<MaintenanceState, Error> {
    client.get("/maintenance").await
}
