//! Contracts of the demo that were applied for, in every state, from a list whose days are filled in. Each has the history that
//! it would have.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use madoguchi_domain::contracts::{ContractEventKind, ContractStatus};
use madoguchi_domain::dates::{at_jst, jst_date};
use madoguchi_domain::forms::Object;
use madoguchi_domain::periods::{renewed_end, termination_end};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::requests::RequestDoer;
use madoguchi_entities::{contracts, customers, users};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::contract_requests::new_contracts::{Applied, make};
use crate::contracts::{Contract, Event, answers};
use crate::database::Transaction;
use crate::{Error, Provider, Services, rows};

/// The list, as `contracts.toml` in a portal's folder of demo data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    contracts: Vec<Given>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// Mail address of the person who applied.
    mail_address: String,
    category: String,
    status: ContractStatus,
    started_on: NaiveDate,
    /// Whether a termination was filed, a few days ago.
    #[serde(default)]
    termination_filed: bool,
    answers: Object,
}

/// Makes the contracts of the list, unless the portal has contracts already. Tells whether it made them.
///
/// # Errors
/// A list that cannot be read, answers that the portal does not take; any error of the database.
pub async fn ensure_applied(services: &Services, provider: &Provider, list: &str) -> Result<bool, Error> {
    let portal = provider.portal();
    let list: List = toml::from_str(list).map_err(Error::internal)?;
    services
        .db
        .transaction(async |tx| {
            let known = contracts::Entity::find().filter(contracts::Column::Portal.eq(portal.key.as_str()));
            if known.count(tx).await? > 0 {
                return Ok(false);
            }
            let mut events = Vec::new();
            for given in &list.contracts {
                events.extend(apply(tx, services, portal, given).await?);
            }
            rows::insert(tx, events.into_iter().map(|event| event.into_active_model().reset_all()), None).await?;
            Ok(true)
        })
        .await
}

async fn apply(tx: &Transaction, services: &Services, portal: &Portal, given: &Given) -> Result<Vec<Event>, Error> {
    let person = users::Entity::find()
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::MailAddress.eq(given.mail_address.as_str()))
        .one(tx)
        .await?;
    let person = person.ok_or_else(|| Error::internal(format!("nobody has {}", given.mail_address)))?;
    let applicant = customers::Entity::find_by_id(person.customer_id).one(tx).await?.ok_or(Error::NotFound)?;
    let checked = answers::questionnaire(portal, &given.category).check(&given.answers)?;
    let applied = Applied { category: &given.category, answers: &checked, starts_on: given.started_on };
    let (contract, _) = make(tx, services, portal, &applicant, applied).await?;
    let course = Course::of(services, portal, given, &contract);
    let mut row = contract.clone().into_active_model();
    row.status = Set(given.status);
    row.ends_on = Set(course.ends_on);
    row.termination_on = Set(course.termination_on);
    row.update(tx).await?;
    Ok(course.events(&contract, &person.name))
}

/// What happened to a contract up to today.
struct Course {
    happened: Vec<(ContractEventKind, DateTime<Utc>, Option<NaiveDate>)>,
    ends_on: Option<NaiveDate>,
    termination_on: Option<NaiveDate>,
}

impl Course {
    fn of(services: &Services, portal: &Portal, given: &Given, contract: &Contract) -> Self {
        let now = services.clock.now();
        let today = jst_date(now);
        let mut ends_on = contract.ends_on;
        let applied = at(given.started_on, 10, now);
        let mut happened = vec![(ContractEventKind::Applied, applied, ends_on)];
        match given.status {
            ContractStatus::Applied => {}
            ContractStatus::Cancelled => {
                happened.push((ContractEventKind::Cancelled, applied + TimeDelta::hours(3), None))
            }
            _ => happened.push((ContractEventKind::Registered, applied + TimeDelta::hours(5), None)),
        }
        let period = portal.contracts.as_ref().and_then(|contracts| contracts.period.as_ref());
        let (Some(period), true) = (period, given.status != ContractStatus::Cancelled) else {
            return Self { happened, ends_on, termination_on: None };
        };
        let mut termination_on = None;
        if given.status == ContractStatus::Terminated {
            // It ended with its first period.
            termination_on = ends_on;
            happened.push((ContractEventKind::TerminationFiled, applied + TimeDelta::days(1), ends_on));
            happened.extend(ends_on.map(|end| (ContractEventKind::Terminated, at(end, 24, now), Some(end))));
        } else {
            while let Some(end) = ends_on.filter(|end| *end < today) {
                let next = renewed_end(end, period);
                happened.push((ContractEventKind::Renewed, at(end, 24, now), Some(next)));
                ends_on = Some(next);
            }
            if given.termination_filed {
                termination_on = ends_on.map(|end| termination_end(today, end, period));
                happened.push((ContractEventKind::TerminationFiled, now - TimeDelta::hours(2), termination_on));
            }
        }
        Self { happened, ends_on, termination_on }
    }

    fn events(self, contract: &Contract, name: &str) -> Vec<Event> {
        let event = |(kind, at, ends_on): (ContractEventKind, DateTime<Utc>, Option<NaiveDate>)| {
            let doer = match kind {
                ContractEventKind::Applied | ContractEventKind::TerminationFiled => RequestDoer::Customer,
                ContractEventKind::Renewed | ContractEventKind::Terminated => RequestDoer::System,
                _ => RequestDoer::Provider,
            };
            Event {
                customer_id: contract.customer_id,
                id: Uuid::now_v7().into(),
                portal: contract.portal.clone(),
                contract_id: contract.id,
                kind,
                at,
                doer,
                name: if doer == RequestDoer::Customer { name.to_owned() } else { String::new() },
                ends_on,
                request_id: None,
                request_number: None,
                document_kind: None,
            }
        };
        self.happened.into_iter().map(event).collect()
    }
}

/// So many hours into a day in Japan, not later than now.
pub(super) fn at(day: NaiveDate, hours: i64, now: DateTime<Utc>) -> DateTime<Utc> {
    at_jst(day, NaiveTime::MIN).map_or(now, |midnight| (midnight + TimeDelta::hours(hours)).min(now))
}
