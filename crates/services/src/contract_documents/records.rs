//! What the provider did to documents: in the history of their contracts, and among audit events of whose they are.

use madoguchi_domain::contracts::ContractEventKind;

use super::ContractDocument;
use crate::audit_events::{self, Event};
use crate::contracts::{Contract, events};
use crate::database::Transaction;
use crate::{Error, Provider, Services};

/// Writes that the same was done to documents, each given with its contract: what, and its name among audit events.
pub(super) async fn write(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    (kind, action): (ContractEventKind, &'static str),
    all: &[(&Contract, &ContractDocument)],
) -> Result<(), Error> {
    events::record_documents(tx, services, provider.actor(), kind, all).await?;
    let event = |&(contract, document): &(&Contract, &ContractDocument)| {
        let detail = serde_json::json!({
            "contract": contract.number,
            "kind": document.kind,
            "medium": document.medium,
            "file_name": document.file_name,
        });
        Event::at(action, document.customer_id).to(document.id).with(detail)
    };
    audit_events::record_all(tx, services, provider.portal(), provider.actor(), all.iter().map(event)).await
}
