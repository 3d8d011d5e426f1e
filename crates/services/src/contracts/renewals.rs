//! Renewal: the period of a contract that ran out is extended by a year, as often as it takes, or the contract ends with it
//! when its termination was filed. May run twice, by several processes, and after any time of standing still.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_domain::contracts::{ContractEventKind, ContractStatus};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::periods::renewed_end;
use madoguchi_domain::policy::{PeriodPolicy, Portal};
use madoguchi_domain::requests::RequestDoer;
use madoguchi_entities::contracts::{self, Column};
use madoguchi_entities::ids::ContractId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Contract, Event, events};
use crate::actor::Actor;
use crate::audit_events;
use crate::database::Transaction;
use crate::events::NewEvent;
use crate::{Error, Services, rows};

/// Contracts that are renewed together.
const BATCH: u64 = 500;
/// States of contracts that run.
const RUNNING: [ContractStatus; 3] = [ContractStatus::Applied, ContractStatus::Preparing, ContractStatus::Active];

/// Renews and ends what ran out before today, in every portal.
///
/// # Errors
/// Any error of the database.
pub async fn renew(services: &Services) -> Result<(), Error> {
    for portal in services.portals.all() {
        let Some(period) = portal.contracts.as_ref().and_then(|contracts| contracts.period.as_ref()) else { continue };
        while renew_batch(services, portal, period).await? == BATCH {}
    }
    Ok(())
}

async fn renew_batch(services: &Services, portal: &Portal, period: &PeriodPolicy) -> Result<u64, Error> {
    services
        .db
        .transaction(async |tx| {
            let today = jst_date(services.clock.now());
            // Held until the end: who comes second finds their ends moved on.
            let over: Vec<Contract> = contracts::Entity::find()
                .filter(Column::Portal.eq(portal.key.as_str()))
                .filter(Column::EndsOn.lt(today))
                .filter(Column::Status.is_in(RUNNING))
                .order_by_asc(Column::Id)
                .limit(BATCH)
                .lock_exclusive()
                .all(tx)
                .await?;
            let mut outcome = Outcome::default();
            for contract in &over {
                outcome.take(services, contract, today, period);
            }
            outcome.write(tx, services, portal).await?;
            Ok(u64::try_from(over.len()).unwrap_or(BATCH))
        })
        .await
}

/// What becomes of a batch.
#[derive(Default)]
struct Outcome {
    /// Contracts by the end that they have now.
    renewed: BTreeMap<NaiveDate, Vec<ContractId>>,
    terminated: Vec<ContractId>,
    events: Vec<Event>,
    told: Vec<NewEvent>,
}

impl Outcome {
    fn take(&mut self, services: &Services, contract: &Contract, today: NaiveDate, period: &PeriodPolicy) {
        let Some(first) = contract.ends_on else { return };
        let mut end = first;
        while end < today && contract.termination_on.is_none_or(|last| last > end) {
            let next = renewed_end(end, period);
            if next <= end {
                break;
            }
            end = next;
            self.happened(services, contract, ContractEventKind::Renewed, end);
        }
        if end != first {
            self.renewed.entry(end).or_default().push(contract.id);
        }
        if end < today {
            self.terminated.push(contract.id);
            self.happened(services, contract, ContractEventKind::Terminated, end);
        }
    }

    fn happened(&mut self, services: &Services, contract: &Contract, kind: ContractEventKind, end: NaiveDate) {
        self.events.push(event(services, contract, kind, end));
        self.told.push(events::told(contract, kind, Some(end)));
    }

    async fn write(self, tx: &Transaction, services: &Services, portal: &Portal) -> Result<(), Error> {
        let now = services.clock.now();
        for (end, ids) in &self.renewed {
            contracts::Entity::update_many()
                .col_expr(Column::EndsOn, Expr::value(*end))
                .col_expr(Column::UpdatedAt, Expr::value(now))
                .filter(Column::Id.is_in(ids.iter().copied()))
                .exec(tx)
                .await?;
        }
        if !self.terminated.is_empty() {
            contracts::Entity::update_many()
                .col_expr(Column::Status, Expr::value(ContractStatus::Terminated))
                .col_expr(Column::UpdatedAt, Expr::value(now))
                .filter(Column::Id.is_in(self.terminated.iter().copied()))
                .exec(tx)
                .await?;
        }
        crate::events::record_all(tx, services, &portal.key, self.told).await?;
        rows::insert(tx, self.events.into_iter().map(|event| event.into_active_model().reset_all()), None).await?;
        let renewed: Vec<Uuid> = self.renewed.into_values().flatten().map(Uuid::from).collect();
        let terminated: Vec<Uuid> = self.terminated.into_iter().map(Uuid::from).collect();
        for (action, ids) in [("contract.renewed", renewed), ("contract.terminated", terminated)] {
            if !ids.is_empty() {
                let event = audit_events::Event::named(action).with(serde_json::json!({ "contracts": ids }));
                audit_events::record(tx, services, portal, &Actor::system(), event).await?;
            }
        }
        Ok(())
    }
}

fn event(services: &Services, contract: &Contract, kind: ContractEventKind, end: NaiveDate) -> Event {
    Event {
        customer_id: contract.customer_id,
        id: Uuid::now_v7().into(),
        portal: contract.portal.clone(),
        contract_id: contract.id,
        kind,
        at: services.clock.now(),
        doer: RequestDoer::System,
        name: String::new(),
        ends_on: Some(end),
        request_id: None,
        request_number: None,
        document_kind: None,
    }
}
