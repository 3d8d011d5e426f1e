//! Calls about documents that were delivered to a contract.

use super::{Client, Error, query};
use madoguchi_api_types::contract_documents::ContractDocument;
use madoguchi_api_types::pages::Page;
use uuid::Uuid;

/// A page of the documents of a contract, the newest first; an empty cursor is the start.
pub async fn list(client: Client, contract: &str, cursor: &str) -> Result<Page<ContractDocument>, Error> {
    client.get(&format!("/contracts/{contract}/documents{}", query(&[("cursor", cursor)]))).await
}

/// The path of a document's file.
pub fn file(contract: &str, document: Uuid) -> String {
    format!("/contracts/{contract}/documents/{document}/file")
}
