//! Calls about switches (お手続き).

use super::{Client, Error};
use madoguchi_api_types::switches::{Switch, SwitchRequest};

/// All that the user sees.
pub async fn list(client: Client) -> Result<Vec<Switch>, Error> {
    client.get("/switches").await
}

/// Switches one; answers how it stands then.
pub async fn change(client: Client, request: SwitchRequest) -> Result<Switch, Error> {
    client.post("/switches", &request).await
}
