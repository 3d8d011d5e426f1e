//! Calls about robot checks that stand alone.

use super::{Client, Error};
use madoguchi_api_types::robot_checks::RobotCheck;
use serde_json::json;

/// Asks for one.
pub async fn create(client: Client) -> Result<RobotCheck, Error> {
    client.post("/robot-checks", &json!({})).await
}
