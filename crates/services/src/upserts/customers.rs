//! Customers by the provider's number.

use madoguchi_entities::customers::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::{Answers, Basis, Given, How, many, one, record};
use crate::customers::{self, Customer, NewCustomer};
use crate::database::Transaction;
use crate::revisions::Revision;
use crate::rows::RowOutcome;
use crate::{Error, Provider, Services};

const ACTION: &str = "customers.written";

/// Stores many customers.
///
/// # Errors
/// Fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<NewCustomer>,
) -> Result<Answers<RowOutcome>, Error> {
    many(services, how, rows, async |tx, rows| store(tx, services, provider, rows).await).await
}

/// Stores one.
///
/// # Errors
/// Fields; `changed_meanwhile`; any error of the database.
pub async fn put(
    services: &Services,
    provider: &Provider,
    basis: Basis<'_>,
    new: &NewCustomer,
) -> Result<(Customer, RowOutcome), Error> {
    let find = async |tx: &Transaction| {
        let found = by_number(provider, &new.number).lock_exclusive();
        Ok::<_, Error>(found.one(tx).await?)
    };
    let store = async |tx: &Transaction| store(tx, services, provider, std::slice::from_ref(new)).await;
    one(services, basis, find, revision, store).await
}

/// The customer of a number.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<Customer, Error> {
    by_number(provider, number).one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// The revision of a customer: of all that is written.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(row: &Customer) -> Result<Revision, Error> {
    let Customer { name, name_kana, postal_code, prefecture, address1, address2, phone, .. } = row;
    Revision::of(&json!([name, name_kana, postal_code, prefecture, address1, address2, phone]))
}

fn by_number(provider: &Provider, number: &str) -> sea_orm::Select<Entity> {
    let own = Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    own.filter(Column::Number.eq(number.trim()))
}

async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[NewCustomer],
) -> Result<Answers<RowOutcome>, Error> {
    let answers = customers::upsert(tx, provider, services.clock.now(), rows).await?;
    record(tx, services, provider, ACTION, rows.iter().map(|row| row.number.as_str()).zip(&answers)).await?;
    Ok(answers)
}
