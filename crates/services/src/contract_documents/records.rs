//! What the provider did to documents: in the history of their contracts, and among audit events of whose they are.

use std::fmt::Display;

use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::events::EventType;

use super::ContractDocument;
use crate::audit_events::{self, Event};
use crate::contracts::{self, Contract};
use crate::database::Transaction;
use crate::events::{self, NewEvent};
use crate::{Error, Provider, Services};

/// What was done, in the history of contracts and in the feed.
type Happened = (ContractEventKind, EventType);

/// Writes that the same was done to documents, each given with its contract: what, and its name among audit events.
pub(super) async fn write(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    (happened, action): (Happened, &'static str),
    all: &[(&Contract, &ContractDocument)],
) -> Result<(), Error> {
    let (kind, told) = happened;
    contracts::events::record_documents(tx, services, provider.actor(), kind, all).await?;
    let told = all.iter().map(|it| tell(told, it)).collect();
    events::record_all(tx, services, &provider.portal().key, told).await?;
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

/// What other systems are told of it.
fn tell(kind: EventType, &(contract, document): &(&Contract, &ContractDocument)) -> NewEvent {
    let data = serde_json::json!({ "contract": contract.number, "kind": document.kind, "medium": document.medium });
    let subjects: [(&str, &dyn Display); 3] =
        [("customer_id", &document.customer_id), ("contract_id", &contract.id), ("document_id", &document.id)];
    NewEvent::new(kind, &subjects, data)
}
