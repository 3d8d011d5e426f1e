//! Contracts as their holder reads them.

pub(crate) mod known;
pub mod upsert;

use madoguchi_entities::ids::ContractId;
use madoguchi_entities::{contract_options, contracts, customers};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services};

pub use madoguchi_entities::contracts::{ContractStatus, Model as Contract};

/// A part of the list of contracts.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The part.
    pub page: Page<Contract>,
    /// Contracts of the whole list.
    pub total: u64,
    /// Whose they are; empty when there are none.
    pub customer_name: String,
}

/// A contract with whose it is.
type Row = (Contract, Option<customers::Model>);

/// Contracts that the user may see, by number; of one category when asked.
///
/// # Errors
/// `invalid_cursor`, an unknown category.
pub async fn list(services: &Services, scope: &Scope, category: Option<&str>, part: Part<'_>) -> Result<Listed, Error> {
    let list = List::new(services, format!("contracts {}", category.unwrap_or("*")));
    let mut select = scope.contracts();
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
    let customer_name = page.items.first().and_then(|(_, customer)| Some(customer.as_ref()?.name.clone()));
    let page = page.map(|(contract, _)| contract);
    let total = if part.is_whole(&page) {
        u64::try_from(page.items.len()).unwrap_or(u64::MAX)
    } else {
        whole.count(services.db.read()).await?
    };
    Ok(Listed { page, total, customer_name: customer_name.unwrap_or_default() })
}

/// A contract in full.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The contract.
    pub contract: Contract,
    /// Whose it is.
    pub customer: customers::Model,
    /// Names of its options, in the provider's order.
    pub options: Vec<String>,
}

/// One contract.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the user's to see.
pub async fn get(services: &Services, scope: &Scope, id: ContractId) -> Result<Detail, Error> {
    let contract = find(services, scope, id).await?;
    let options = contract_options::Entity::find()
        .filter(contract_options::Column::ContractId.eq(id))
        .order_by_asc(contract_options::Column::Position)
        .all(services.db.read())
        .await?;
    let options = options.into_iter().map(|option| option.name).collect();
    Ok(Detail { contract, customer: customer(services, scope).await?, options })
}

/// The row of one contract within the scope.
pub(crate) async fn find(services: &Services, scope: &Scope, id: ContractId) -> Result<Contract, Error> {
    scope.contract(id).one(services.db.read()).await?.ok_or(Error::NotFound)
}

fn customer_of_contract() -> RelationDef {
    contracts::Entity::belongs_to(customers::Entity)
        .from(contracts::Column::CustomerId)
        .to(customers::Column::Id)
        .into()
}

async fn customer(services: &Services, scope: &Scope) -> Result<customers::Model, Error> {
    customers::Entity::find_by_id(scope.customer_id()).one(services.db.read()).await?.ok_or(Error::NotFound)
}
