//! Contracts as their holder reads them.

pub(crate) mod answers;
pub(crate) mod events;
mod finders;
mod given;
pub(crate) mod known;
pub mod renewals;
pub mod upsert;

use madoguchi_entities::ids::ContractId;
use madoguchi_entities::{contract_options, contracts, customers};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use crate::cursors::{List, Listed, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services};

pub use answers::{listed, listed_labels, sections};
pub(crate) use finders::{managed_by, one_managed_by, one_seen_by, seen_by};
pub use madoguchi_entities::contract_events::Model as Event;
pub use madoguchi_entities::contracts::{ContractStatus, Model as Contract};

/// A contract with whose it is.
type Row = (Contract, Option<customers::Model>);

/// Contracts that the user may see, each with the name of whose it is, by number; of one category when asked.
///
/// # Errors
/// `invalid_cursor`, an unknown category.
pub async fn list(
    services: &Services,
    scope: &Scope,
    category: Option<&str>,
    part: Part<'_>,
) -> Result<Listed<(Contract, String)>, Error> {
    let list = List::new(services, format!("contracts {}", category.unwrap_or("*")));
    let mut select = managed_by(scope);
    if let Some(category) = category {
        let policy = scope.portal().contracts.as_ref().ok_or(Error::NotFound)?;
        if !policy.categories.iter().any(|known| known.code == category) {
            return Err(Error::invalid("category", FieldCode::Unknown));
        }
        select = select.filter(contracts::Column::Category.eq(category));
    }
    let whole = select.clone();
    let select = select.join(JoinType::InnerJoin, customer_of_contract()).select_also(customers::Entity);
    // Unique among the contracts of a portal.
    let order = Order::unique(contracts::Column::Number, |row: &Row| row.0.number.clone());
    let page = order.page(&list, part, async |step| Ok(step.on(select.clone()).all(services.db.read()).await?)).await?;
    let page = page.map(|(contract, customer)| (contract, customer.map(|customer| customer.name).unwrap_or_default()));
    part.counted(services, page, whole).await
}

/// A contract in full.
#[derive(Clone, Debug)]
pub struct Detail {
    pub contract: Contract,
    /// Whose it is.
    pub customer: customers::Model,
    /// Name of who is its contact, where that is somebody else.
    pub contact: Option<String>,
    /// Names of its options, in the provider's order.
    pub options: Vec<String>,
    /// What happened to it, newest first.
    pub events: Vec<Event>,
}

/// One contract.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: ContractId) -> Result<Detail, Error> {
    let contract = find_managed(services, scope, id).await?;
    let options = contract_options::Entity::find()
        .filter(contract_options::Column::ContractId.eq(id))
        .order_by_asc(contract_options::Column::Position)
        .all(services.db.read())
        .await?;
    let options = options.into_iter().map(|option| option.name).collect();
    let events = events::of(services, &contract).await?;
    let mut parties =
        known::customers_of(services.db.read(), contract.contact_customer_id.into_iter().chain([contract.customer_id]))
            .await?;
    let customer = parties.remove(&contract.customer_id).ok_or(Error::NotFound)?;
    let contact = contract.contact_customer_id.and_then(|id| parties.remove(&id)).map(|contact| contact.name);
    Ok(Detail { contract, customer, contact, options, events })
}

/// The row of one contract that the user manages.
pub(crate) async fn find_managed(services: &Services, scope: &Scope, id: ContractId) -> Result<Contract, Error> {
    one_managed_by(scope, id).one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// The row of one contract within the scope.
pub(crate) async fn find(services: &Services, scope: &Scope, id: ContractId) -> Result<Contract, Error> {
    one_seen_by(scope, id).one(services.db.read()).await?.ok_or(Error::NotFound)
}

fn customer_of_contract() -> RelationDef {
    contracts::Entity::belongs_to(customers::Entity)
        .from(contracts::Column::CustomerId)
        .to(customers::Column::Id)
        .into()
}
