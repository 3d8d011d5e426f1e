//! Contracts by their numbers, with billing group and options.

use madoguchi_entities::contracts as table;
use madoguchi_entities::{billing_groups, customers};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::{Answers, Basis, Given, How, many, one, record};
use crate::contracts::upsert::{self, NewContract};
use crate::contracts::{Contract, known};
use crate::database::Transaction;
use crate::revisions::Revision;
use crate::rows::RowOutcome;
use crate::{Error, Provider, Services};

const ACTION: &str = "contracts.written";

/// A contract with what it names.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The contract.
    pub row: Contract,
    /// Number of its customer.
    pub customer: String,
    /// Number of its billing group.
    pub billing_group: String,
    /// Names of its options, in order.
    pub options: Vec<String>,
}

/// Stores many contracts.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no contracts; fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<NewContract>,
) -> Result<Answers<RowOutcome>, Error> {
    many(services, how, rows, async |tx, rows| store(tx, services, provider, rows).await).await
}

/// Stores one.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no contracts; fields; `changed_meanwhile`; any error of the database.
pub async fn put(
    services: &Services,
    provider: &Provider,
    basis: Basis<'_>,
    new: &NewContract,
) -> Result<(Whole, RowOutcome), Error> {
    let find = async |tx: &Transaction| {
        let Some(own) = by_number(provider, &new.number)? else { return Ok::<_, Error>(None) };
        match own.lock_exclusive().one(tx).await? {
            Some(row) => Ok(Some(completed(tx, row).await?)),
            None => Ok(None),
        }
    };
    let store = async |tx: &Transaction| store(tx, services, provider, std::slice::from_ref(new)).await;
    one(services, basis, find, revision, store).await
}

/// The contract of a number.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<Whole, Error> {
    let own = by_number(provider, number)?.ok_or(Error::NotFound)?;
    let row = own.one(services.db.read()).await?.ok_or(Error::NotFound)?;
    completed(services.db.read(), row).await
}

/// The revision of a contract: of all that is written.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(whole: &Whole) -> Result<Revision, Error> {
    let Whole { row, customer, billing_group, options } = whole;
    let place = [&row.postal_code, &row.prefecture, &row.address1, &row.address2, &row.building];
    let service = [&row.category, &row.service_name, &row.access_key];
    let phone = [&row.phone_service_name, &row.phone_number, &row.phone_detail];
    let times = (row.status.as_str(), row.started_on, row.call_records_from);
    Revision::of(&json!([customer, billing_group, options, place, service, phone, times]))
}

/// None for a number without a form of the portal.
fn by_number(provider: &Provider, number: &str) -> Result<Option<sea_orm::Select<table::Entity>>, Error> {
    let portal = provider.portal();
    let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
    let own = || table::Entity::find().filter(table::Column::Portal.eq(portal.key.as_str()));
    Ok(forms.parse(number).ok().map(|number| own().filter(table::Column::Number.eq(number))))
}

async fn completed(db: &impl ConnectionTrait, row: Contract) -> Result<Whole, Error> {
    let customer = customers::Entity::find_by_id(row.customer_id).one(db).await?.ok_or(Error::NotFound)?;
    let group = billing_groups::Entity::find_by_id(row.billing_group_id).one(db).await?.ok_or(Error::NotFound)?;
    let options = known::options_of(db, std::iter::once(row.id)).await?.remove(&row.id).unwrap_or_default();
    Ok(Whole { row, customer: customer.number, billing_group: group.number, options })
}

async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[NewContract],
) -> Result<Answers<RowOutcome>, Error> {
    let answers = upsert::upsert(tx, provider, services.clock.now(), rows).await?;
    record(tx, services, provider, ACTION, rows.iter().map(|row| row.number.as_str()).zip(&answers)).await?;
    Ok(answers)
}
