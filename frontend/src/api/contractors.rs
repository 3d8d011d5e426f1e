//! Calls about the contractor.

use super::revisions::Revised;
use super::{Client, Error};
use madoguchi_api_types::contractors::{Contractor, ContractorRequest};

/// What is known of it.
pub async fn get(client: Client) -> Result<Revised<Contractor>, Error> {
    client.get_revised("/contractor").await
}

/// Keeps what it says of itself.
pub async fn update(client: Client, said: ContractorRequest, revision: &str) -> Result<Revised<Contractor>, Error> {
    client.put_revised("/contractor", &said, revision).await
}
