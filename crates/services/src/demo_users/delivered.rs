//! Documents of the demo that were delivered to its contracts, some of them waiting for their dispatch, from a list whose days
//! are filled in.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::NaiveDate;
use madoguchi_domain::attachments::AttachmentType;
use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::requests::RequestDoer;
use madoguchi_entities::ids::ContractDocumentId;
use madoguchi_entities::{contract_documents, contracts};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde::Deserialize;
use uuid::Uuid;

use super::applied::at;
use crate::contract_documents::{ContractDocument, addressee, medium, policy, used_by};
use crate::contracts::{Contract, Event};
use crate::{Error, Provider, Services, documents, rows};

/// The list, as `documents.toml` in a portal's folder of demo data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    documents: Vec<Given>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// Who uses the service of the contract.
    used_by: String,
    kind: String,
    /// The file beside the list.
    file: String,
    /// What it is called for who downloads it.
    file_name: String,
    delivered_on: NaiveDate,
    /// Absent: by mail, or it waits for its dispatch.
    dispatched_on: Option<NaiveDate>,
}

/// Delivers the documents of the list, unless some were delivered already. `file` gives the content of a file.
///
/// # Errors
/// A list that cannot be read or does not fit the contracts; [`Error::Storage`]; any error of the database.
pub async fn ensure_delivered(
    services: &Services,
    provider: &Provider,
    list: &str,
    file: impl Fn(&str) -> Option<Bytes>,
) -> Result<(), Error> {
    let portal = provider.portal();
    let list: List = toml::from_str(list).map_err(Error::internal)?;
    let of_portal = contract_documents::Column::Portal.eq(portal.key.as_str());
    if contract_documents::Entity::find().filter(of_portal).count(services.db.read()).await? > 0 {
        return Ok(());
    }
    let of_portal = contracts::Column::Portal.eq(portal.key.as_str());
    let all = contracts::Entity::find().filter(of_portal).all(services.db.read()).await?;
    let by_user = |contract: Contract| Ok((used_by(portal, &contract, "")?, contract));
    let by_user: HashMap<String, Contract> = all.into_iter().map(by_user).collect::<Result<_, Error>>()?;
    let (mut delivered, mut events) = (Vec::new(), Vec::new());
    for given in &list.documents {
        // Somebody may have changed the demo.
        let Some(contract) = by_user.get(&given.used_by) else { continue };
        let content = file(&given.file).ok_or_else(|| Error::internal(format!("no file {}", given.file)))?;
        let document = document(services, provider, (given, contract), content).await?;
        events.extend(happened(&document, contract));
        delivered.push(document.into_active_model().reset_all());
    }
    services
        .db
        .transaction(async |tx| {
            rows::insert(tx, delivered.clone(), None).await?;
            rows::insert(tx, events.iter().map(|event| event.clone().into_active_model().reset_all()), None).await
        })
        .await
}

async fn document(
    services: &Services,
    provider: &Provider,
    (given, contract): (&Given, &Contract),
    content: Bytes,
) -> Result<ContractDocument, Error> {
    let (portal, now) = (provider.portal(), services.clock.now());
    let wrong = || Error::internal(format!("{} is no {}", given.file, given.kind));
    let kind = policy(portal)?.kind(&given.kind).ok_or_else(wrong)?;
    let found = AttachmentType::delivered(&given.file_name, &content).ok_or_else(wrong)?;
    let folder = format!("contract-documents/{}/{}", portal.key, contract.id);
    let ending = found.endings().first().copied().unwrap_or_default();
    let stored = documents::put_below(services, &folder, ending, content).await?;
    Ok(ContractDocument {
        customer_id: addressee(portal, contract),
        id: ContractDocumentId(Uuid::now_v7()),
        portal: portal.key.clone(),
        contract_id: contract.id,
        kind: kind.code.clone(),
        medium: medium(policy(portal)?, contract)?,
        file_name: given.file_name.clone(),
        media_type: found.media_type().to_owned(),
        file_key: stored.key,
        size: stored.size,
        sha256: stored.sha256,
        delivered_at: at(given.delivered_on, 10, now),
        dispatched_at: given.dispatched_on.map(|day| at(day, 15, now)),
        first_opened_at: None,
        first_opened_by: None,
    })
}

/// What the history of the contract says of a document.
fn happened(document: &ContractDocument, contract: &Contract) -> Vec<Event> {
    let event = |kind, at| Event {
        customer_id: contract.customer_id,
        id: Uuid::now_v7().into(),
        portal: contract.portal.clone(),
        contract_id: contract.id,
        kind,
        at,
        doer: RequestDoer::Provider,
        name: String::new(),
        ends_on: None,
        request_id: None,
        request_number: None,
        document_kind: Some(document.kind.clone()),
    };
    let delivered = event(ContractEventKind::DocumentDelivered, document.delivered_at);
    let dispatched = document.dispatched_at.map(|at| event(ContractEventKind::DocumentDispatched, at));
    [Some(delivered), dispatched].into_iter().flatten().collect()
}
