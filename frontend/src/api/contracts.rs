//! Calls about contracts.

use super::{Client, Error, query};
use madoguchi_api_types::contracts::{Contract, ContractDetail};
use madoguchi_api_types::pages::Page;

/// A page of the contracts of a category; an empty category is all, an empty cursor the start.
pub async fn list(client: Client, category: &str, cursor: &str) -> Result<Page<Contract>, Error> {
    client.get(&format!("/contracts{}", query(&[("category", category), ("cursor", cursor)]))).await
}

/// A contract in full.
pub async fn get(client: Client, id: &str) -> Result<ContractDetail, Error> {
    client.get(&format!("/contracts/{id}")).await
}
