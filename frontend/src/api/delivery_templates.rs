//! Calls about delivery addresses that the customer keeps.

use super::{Client, Error};
use madoguchi_api_types::delivery_templates::{DeliveryTemplate, DeliveryTemplateRequest, DeliveryTemplates};
use madoguchi_domain::forms::Object;

/// Path of the list, of which the addresses are below.
const PLACE: &str = "/delivery-templates";

/// All of them, with what is asked of one.
pub async fn list(client: Client) -> Result<DeliveryTemplates, Error> {
    client.get(PLACE).await
}

/// Keeps one: a new one, or in place of what is kept under an id.
pub async fn keep(client: Client, id: Option<String>, answers: Object) -> Result<DeliveryTemplate, Error> {
    let body = DeliveryTemplateRequest { answers };
    match id {
        Some(id) => client.put(&format!("{PLACE}/{id}"), &body).await,
        None => client.post(PLACE, &body).await,
    }
}

/// Deletes one.
pub async fn delete(client: Client, id: &str) -> Result<(), Error> {
    client.delete(&format!("{PLACE}/{id}")).await
}
