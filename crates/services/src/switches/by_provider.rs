//! Call records switched by the provider, when a customer applied for it on paper or by phone.

use chrono::NaiveDate;
use madoguchi_entities::contracts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::changes::{self, Act};
use super::require_phone;
use crate::{Error, Provider, Services};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switched {
    /// Whether anything changed.
    pub changed: bool,
    /// First month, as its first day, whose records can be read; none: they cannot be read.
    pub call_records_from: Option<NaiveDate>,
}

/// Activates the call records of a contract, or ends them, by the same rules as for customers.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no call records or no such contract; a contract number that cannot be
/// right; `phone_service_missing`.
pub async fn set_call_records(
    services: &Services,
    provider: &Provider,
    number: &str,
    on: bool,
) -> Result<Switched, Error> {
    let portal = provider.portal();
    portal.call_records.as_ref().ok_or(Error::NotFound)?;
    let numbers = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
    let number = numbers.parse(number).map_err(|error| Error::invalid("contract_number", error.code()))?;
    let by_number = || {
        contracts::Entity::find()
            .filter(contracts::Column::Portal.eq(portal.key.as_str()))
            .filter(contracts::Column::Number.eq(number.as_str()))
    };
    services
        .db
        .transaction(async |tx| {
            let found = by_number().one(tx).await?.ok_or(Error::NotFound)?;
            changes::hold_customer(tx, found.customer_id).await?;
            let contract = by_number().lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
            require_phone(&contract.phone_service_name)?;
            let act = Act::by_provider(services, provider, contract.customer_id);
            let from = changes::switch_contracts(tx, &act, std::slice::from_ref(&contract), on).await?;
            let call_records_from = if from.is_some() { from.filter(|_| on) } else { contract.call_records_from };
            Ok(Switched { changed: from.is_some(), call_records_from })
        })
        .await
}
