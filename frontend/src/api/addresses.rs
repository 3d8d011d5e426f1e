//! Calls about addresses.

use super::{Client, Error, query};
use madoguchi_api_types::addresses::Addresses;

/// Those of a postal code.
pub async fn list(client: Client, postal_code: &str) -> Result<Addresses, Error> {
    client.get(&format!("/addresses{}", query(&[("postal_code", postal_code)]))).await
}
