//! 新規: a request that is sent makes its contract; the provider's decision puts it into force or cancels it.

use std::collections::HashSet;

use chrono::NaiveDate;
use madoguchi_domain::contracts::{ContractEventKind, ContractStatus};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::periods::first_end;
use madoguchi_domain::policy::{CONTRACT_NUMBERING, ContractPattern, Portal};
use madoguchi_entities::ids::{BillingGroupId, CustomerId};
use madoguchi_entities::{billing_groups, contracts, customers};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::holders::{self, User};
use super::{Asked, Decided, Submitted, policy};
use crate::contracts::events::{Happened, record, record_all};
use crate::contracts::{Contract, answers};
use crate::database::Transaction;
use crate::{Error, Origin, ProblemCode, Scope, Services, numberings, rows};

/// Numbers that are tried at most: some may be taken by contracts that the provider knows.
const TRIES: usize = 100;

/// Makes the contracts that are applied for, in their order.
pub(super) async fn apply(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: &[Asked<'_>],
) -> Result<Vec<Submitted>, Error> {
    let portal = scope.portal();
    let applicant = holders::applicant(tx, scope).await?;
    let starts_on = jst_date(services.clock.now());
    let applied = asked.iter().map(|asked| {
        let category = asked.request.category.as_deref();
        let category = category.ok_or_else(|| Error::internal("a request without a category"))?;
        Ok(Applied { category, answers: asked.answers, starts_on })
    });
    let applied = applied.collect::<Result<Vec<_>, Error>>()?;
    let made = make_all(tx, services, portal, &applicant, &applied).await?;
    let happened = made.iter().zip(asked).map(|((contract, _), asked)| {
        let happened = Happened {
            kind: ContractEventKind::Applied,
            action: "contract.applied",
            ends_on: contract.ends_on,
            request: Some(asked.request),
        };
        (contract, happened)
    });
    record_all(tx, services, portal, &scope.actor(origin), happened.collect()).await?;
    let policy = policy(portal)?;
    let submitted = made.iter().zip(asked).map(|((contract, holder), asked)| {
        submitted(contract, &applicant, holder, &holders::user(policy, asked.answers))
    });
    Ok(submitted.collect())
}

/// A contract that somebody applies for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Applied<'a> {
    /// Code of its category.
    pub category: &'a str,
    /// The answers, checked.
    pub answers: &'a Object,
    /// Its first day.
    pub starts_on: NaiveDate,
}

/// Makes a contract with its billing group and, by its pattern, its holder. Answers with whose it is.
pub(crate) async fn make(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    applicant: &customers::Model,
    applied: Applied<'_>,
) -> Result<(Contract, customers::Model), Error> {
    let made = make_all(tx, services, portal, applicant, &[applied]).await?.pop();
    made.ok_or_else(|| Error::internal("no contract was made"))
}

/// The same for many, in their order.
async fn make_all(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    applicant: &customers::Model,
    applied: &[Applied<'_>],
) -> Result<Vec<(Contract, customers::Model)>, Error> {
    let policy = policy(portal)?;
    let numbers = numbers(tx, services, portal, applied.len()).await?;
    let users: Vec<User> = applied.iter().map(|applied| holders::user(policy, applied.answers)).collect();
    let codes: Vec<Option<&str>> = applied
        .iter()
        .map(|applied| policy.pattern_field.as_deref().and_then(|path| answers::text(applied.answers, path)))
        .collect();
    let by_another = |at: usize| {
        let pattern = codes[at].and_then(|code| policy.pattern(code));
        pattern.is_some_and(ContractPattern::is_held_by_another)
    };
    let held: Vec<(&User, &str)> =
        (0..applied.len()).filter(|at| by_another(*at)).map(|at| (&users[at], numbers[at].as_str())).collect();
    let mut facilities = holders::facilities(tx, services, portal, applicant, &held).await?.into_iter();
    let (mut made, mut groups) = (Vec::with_capacity(applied.len()), Vec::with_capacity(applied.len()));
    for (at, applied) in applied.iter().enumerate() {
        let facility = if by_another(at) { facilities.next() } else { None };
        let contact_customer_id = facility.as_ref().map(|_| applicant.id);
        let holder = facility.unwrap_or_else(|| applicant.clone());
        let number = numbers[at].clone();
        let group = billing_group(services, portal, holder.id, &number);
        let row = row(services, portal, *applied, (holder.id, group.id), users[at].clone())?;
        let pattern = codes[at].unwrap_or_default().to_owned();
        made.push((Contract { number, pattern, contact_customer_id, ..row }, holder));
        groups.push(group);
    }
    rows::insert(tx, groups.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
    let contracts = made.iter().map(|(contract, _)| contract.clone().into_active_model().reset_all());
    rows::insert(tx, contracts, None).await?;
    Ok(made)
}

fn submitted(contract: &Contract, applicant: &customers::Model, holder: &customers::Model, user: &User) -> Submitted {
    Submitted {
        contract_id: Some(contract.id),
        contractor_number: applicant.number.clone(),
        // Who has not said who they are is called by what they applied for.
        contractor_name: if holder.name.is_empty() { user.name.clone() } else { holder.name.clone() },
        ..Submitted::default()
    }
}

/// The row of a contract, its number and who stands where still open.
fn row(
    services: &Services,
    portal: &Portal,
    applied: Applied<'_>,
    (customer_id, billing_group_id): (CustomerId, BillingGroupId),
    user: User,
) -> Result<Contract, Error> {
    let now = services.clock.now();
    let period = policy(portal)?.period.as_ref();
    Ok(Contract {
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        customer_id,
        billing_group_id,
        number: String::new(),
        category: applied.category.to_owned(),
        service_name: portal.brand.service.ja.clone(),
        status: ContractStatus::Applied,
        started_on: applied.starts_on,
        postal_code: user.postal_code,
        prefecture: user.prefecture,
        address1: user.address1,
        address2: user.address2,
        building: String::new(),
        access_key: String::new(),
        phone_service_name: String::new(),
        phone_number: String::new(),
        phone_detail: String::new(),
        call_records_from: None,
        pattern: String::new(),
        contact_customer_id: None,
        ends_on: period.map(|period| first_end(applied.starts_on, period)),
        termination_on: None,
        answers: answers::written(applied.answers)?,
        created_at: now,
        updated_at: now,
    })
}

/// So many numbers that neither a contract nor a billing group has, rising.
async fn numbers(tx: &Transaction, services: &Services, portal: &Portal, count: usize) -> Result<Vec<String>, Error> {
    let today = jst_date(services.clock.now());
    let mut free = Vec::with_capacity(count);
    for _ in 0..TRIES {
        let taken = numberings::take(tx, portal, CONTRACT_NUMBERING, today, count - free.len()).await?;
        let known = known_numbers(tx, portal, &taken).await?;
        free.extend(taken.into_iter().filter(|number| !known.contains(number)));
        if free.len() == count {
            return Ok(free);
        }
    }
    Err(Error::Refused(ProblemCode::NumbersExhausted))
}

/// Those of these numbers that something has.
async fn known_numbers(tx: &Transaction, portal: &Portal, numbers: &[String]) -> Result<HashSet<String>, Error> {
    let mut of_contracts: Vec<String> = contracts::Entity::find()
        .select_only()
        .column(contracts::Column::Number)
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .filter(contracts::Column::Number.is_in(numbers))
        .into_tuple()
        .all(tx)
        .await?;
    let of_groups: Vec<String> = billing_groups::Entity::find()
        .select_only()
        .column(billing_groups::Column::Number)
        .filter(billing_groups::Column::Portal.eq(portal.key.as_str()))
        .filter(billing_groups::Column::Number.is_in(numbers))
        .into_tuple()
        .all(tx)
        .await?;
    of_contracts.extend(of_groups);
    Ok(of_contracts.into_iter().collect())
}

/// Each contract is billed by itself: each may have a billing address of its own.
fn billing_group(services: &Services, portal: &Portal, customer_id: CustomerId, number: &str) -> billing_groups::Model {
    billing_groups::Model {
        id: Uuid::now_v7().into(),
        portal: portal.key.clone(),
        customer_id,
        number: number.to_owned(),
        created_at: services.clock.now(),
    }
}

/// Puts the contract into force, or cancels it.
pub(super) async fn decide(tx: &Transaction, decided: Decided<'_>) -> Result<(), Error> {
    let Decided { services, actor, portal, request, contract, done } = decided;
    if contract.status != ContractStatus::Applied {
        return Ok(());
    }
    let (status, kind, action) = if done {
        (ContractStatus::Active, ContractEventKind::Registered, "contract.registered")
    } else {
        (ContractStatus::Cancelled, ContractEventKind::Cancelled, "contract.cancelled")
    };
    let mut row = contract.clone().into_active_model();
    row.status = Set(status);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    let happened = Happened { kind, action, ends_on: None, request: Some(request) };
    record(tx, services, portal, actor, &contract, happened).await
}
