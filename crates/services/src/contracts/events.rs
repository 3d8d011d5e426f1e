//! What happened to contracts: written in the transaction that does it, read with the contract.

use std::fmt::Display;

use chrono::NaiveDate;
use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::requests::RequestDoer;
use madoguchi_entities::audit_events::DoerKind;
use madoguchi_entities::ids::UserId;
use madoguchi_entities::requests::Model as Request;
use madoguchi_entities::{contract_documents, contract_events, users};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Contract, Event};
use crate::actor::Actor;
use crate::audit_events;
use crate::database::Transaction;
use crate::events::{self, NewEvent};
use crate::{Error, Services, rows};

/// Events that are shown of a contract at most.
const SHOWN: u64 = 200;

/// What happened.
pub(crate) struct Happened<'a> {
    /// What.
    pub kind: ContractEventKind,
    /// Its name among audit events.
    pub action: &'static str,
    /// The last day that came of it.
    pub ends_on: Option<NaiveDate>,
    /// The request that brought it.
    pub request: Option<&'a Request>,
}

/// Writes that something happened to a contract, with its audit event.
pub(crate) async fn record(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    actor: &Actor,
    contract: &Contract,
    happened: Happened<'_>,
) -> Result<(), Error> {
    record_all(tx, services, portal, actor, vec![(contract, happened)]).await
}

/// The same for many contracts, in their order.
pub(crate) async fn record_all(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    actor: &Actor,
    all: Vec<(&Contract, Happened<'_>)>,
) -> Result<(), Error> {
    let (doer, name) = doer(tx, actor).await?;
    let row = |(contract, happened): &(&Contract, Happened<'_>)| {
        let row = Event {
            customer_id: contract.customer_id,
            id: Uuid::now_v7().into(),
            portal: portal.key.clone(),
            contract_id: contract.id,
            kind: happened.kind,
            at: services.clock.now(),
            doer,
            name: name.clone(),
            ends_on: happened.ends_on,
            request_id: happened.request.map(|request| request.id),
            request_number: happened.request.map(|request| request.number.clone()),
            document_kind: None,
        };
        row.into_active_model().reset_all()
    };
    let told = all.iter().map(|(contract, happened)| told(contract, happened.kind, happened.ends_on));
    events::record_all(tx, services, &portal.key, told.collect()).await?;
    rows::insert(tx, all.iter().map(row), None).await?;
    let event = |(contract, happened): &(&Contract, Happened<'_>)| {
        let request = happened.request.map(|it| &it.number);
        let detail = serde_json::json!({ "ends_on": happened.ends_on, "request": request });
        audit_events::Event::at(happened.action, contract.customer_id).to(contract.id).with(detail)
    };
    audit_events::record_all(tx, services, portal, actor, all.iter().map(event)).await
}

/// What other systems are told of it.
pub(super) fn told(contract: &Contract, change: ContractEventKind, ends_on: Option<NaiveDate>) -> NewEvent {
    let data = serde_json::json!({ "change": change, "number": contract.number, "ends_on": ends_on });
    let subjects: [(&str, &dyn Display); 2] = [("customer_id", &contract.customer_id), ("contract_id", &contract.id)];
    NewEvent::new(EventType::ContractChanged, &subjects, data)
}

/// Writes that the same happened to documents, each given with its contract: its kind is said. The audit events are the
/// caller's, who knows whose the documents are.
pub(crate) async fn record_documents(
    tx: &Transaction,
    services: &Services,
    actor: &Actor,
    kind: ContractEventKind,
    all: &[(&Contract, &contract_documents::Model)],
) -> Result<(), Error> {
    let (doer, name) = doer(tx, actor).await?;
    let row = |&(contract, document): &(&Contract, &contract_documents::Model)| {
        let row = Event {
            customer_id: contract.customer_id,
            id: Uuid::now_v7().into(),
            portal: contract.portal.clone(),
            contract_id: contract.id,
            kind,
            at: services.clock.now(),
            doer,
            name: name.clone(),
            ends_on: None,
            request_id: None,
            request_number: None,
            document_kind: Some(document.kind.clone()),
        };
        row.into_active_model().reset_all()
    };
    rows::insert(tx, all.iter().map(row), None).await
}

/// Who did it, and the person's name where it was one of the customer's people.
async fn doer(tx: &Transaction, actor: &Actor) -> Result<(RequestDoer, String), Error> {
    Ok(match actor.doer() {
        (DoerKind::System, ..) => (RequestDoer::System, String::new()),
        (DoerKind::User, Some(id), _) => {
            let user = users::Entity::find_by_id(UserId(id)).one(tx).await?;
            (RequestDoer::Customer, user.map(|user| user.shown_name().to_owned()).unwrap_or_default())
        }
        (DoerKind::User | DoerKind::Visitor, ..) => (RequestDoer::Customer, String::new()),
        (DoerKind::Command | DoerKind::Client, ..) => (RequestDoer::Provider, String::new()),
    })
}

/// What happened to a contract, newest first.
pub(super) async fn of(services: &Services, contract: &Contract) -> Result<Vec<Event>, Error> {
    let events = contract_events::Entity::find()
        .filter(contract_events::Column::CustomerId.eq(contract.customer_id))
        .filter(contract_events::Column::ContractId.eq(contract.id))
        .order_by_desc(contract_events::Column::At)
        .order_by_desc(contract_events::Column::Id)
        .limit(SHOWN);
    Ok(events.all(services.db.read()).await?)
}
