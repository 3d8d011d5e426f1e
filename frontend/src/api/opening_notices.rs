//! Calls about opening notices (開通案内).

use super::{Client, Error};
use madoguchi_api_types::opening_notices::OpeningNotice;
use uuid::Uuid;

/// The opening notices of a contract, the newest first.
pub async fn list(client: Client, contract: &str) -> Result<Vec<OpeningNotice>, Error> {
    client.get(&format!("/contracts/{contract}/opening-notices")).await
}

/// The path of a notice's PDF.
pub fn file(contract: &str, notice: Uuid) -> String {
    format!("/contracts/{contract}/opening-notices/{notice}/file")
}
