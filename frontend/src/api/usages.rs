//! Calls about what contracts stored.

use super::{Client, Error};
use madoguchi_api_types::usages::ContractUsages;

/// What a contract stored month by month.
pub async fn of_contract(client: Client, contract: &str) -> Result<ContractUsages, Error> {
    client.get(&format!("/contracts/{contract}/usages")).await
}
