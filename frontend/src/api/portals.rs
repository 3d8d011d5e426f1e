//! Calls about portals: public, before any login.

use super::{Client, Error, checked, read, send};
use crate::browser;
use gloo_net::http::Method;
use madoguchi_api_types::portals::Portal;

/// All portals of the server.
pub async fn list() -> Result<Vec<Portal>, Error> {
    read(checked(send(Method::GET, "/api/v1", None, None).await?).await?).await
}

/// The portal that the page was made for, if it is this one.
pub fn of_page(key: &str) -> Option<Portal> {
    let portal: Option<Portal> = serde_json::from_str(&browser::portal_of_page()?).ok()?;
    portal.filter(|portal| portal.key == key)
}

/// The client's portal.
pub async fn get(client: Client) -> Result<Portal, Error> {
    // Not a request of the session: it must not look like activity.
    read(checked(send(Method::GET, &client.address(""), None, None).await?).await?).await
}
