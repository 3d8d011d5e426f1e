//! Calls about approval inside the customer (承認).

use super::revisions::Revised;
use super::{Client, Error, query};
use madoguchi_api_types::approvals::{
    ApprovalRefusalRequest, ApprovalSettings, ApprovalSettingsRequest, WaitingApproval,
};
use madoguchi_api_types::pages::Page;
use madoguchi_api_types::requests::RequestDetail;

/// Path of what the customer set.
const SETTINGS: &str = "/approval-settings";

/// What the customer set, with the revision that a change is made from.
pub async fn settings(client: Client) -> Result<Revised<ApprovalSettings>, Error> {
    client.get_revised(SETTINGS).await
}

/// Sets it.
pub async fn set(
    client: Client,
    settings: &ApprovalSettingsRequest,
    revision: &str,
) -> Result<Revised<ApprovalSettings>, Error> {
    client.put_revised(SETTINGS, settings, revision).await
}

/// A page of what waits for the user; an empty cursor is the start.
pub async fn list(client: Client, cursor: &str) -> Result<Page<WaitingApproval>, Error> {
    client.get(&format!("/approvals{}", query(&[("cursor", cursor)]))).await
}

/// How many requests wait for the user.
pub async fn count(client: Client) -> Result<u64, Error> {
    let page: Page<WaitingApproval> = client.get("/approvals?limit=1").await?;
    Ok(page.total.unwrap_or_default())
}

/// Approves a request.
pub async fn approve(client: Client, id: &str) -> Result<RequestDetail, Error> {
    client.post(&format!("/requests/{id}/approval"), &()).await
}

/// Refuses a request.
pub async fn refuse(client: Client, id: &str, refusal: &ApprovalRefusalRequest) -> Result<RequestDetail, Error> {
    client.post(&format!("/requests/{id}/approval-refusal"), refusal).await
}
