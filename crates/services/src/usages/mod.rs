//! What contracts stored month by month, as who manages them reads it, with the fees. What is measured comes by import
//! (`store`); a month that is over is charged once (`charging`).

pub mod charging;
pub mod store;

use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{ContractPolicy, Portal, UsageFee};
use madoguchi_entities::contract_usages::{self, Column};
use madoguchi_entities::ids::ContractId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::contracts::{self, Contract, answers, known};
use crate::{Error, Provider, Scope, Services};

pub use madoguchi_entities::contract_usages::Model as Row;

/// Months that are shown of a contract for each fee.
const MONTHS_SHOWN: u64 = 36;

/// What was stored in a month.
#[derive(Clone, Debug)]
pub struct Usage {
    /// Its row.
    pub row: Row,
    /// Yen before tax: as charged, or what would be charged by the rule of today.
    pub fee: Yen,
}

/// What a contract stored.
#[derive(Clone, Debug)]
pub struct Usages {
    /// Fees that the contract may cost: those whose service it has, and those of which something was measured.
    pub fees: Vec<UsageFee>,
    /// Newest month first.
    pub months: Vec<Usage>,
}

/// What a contract stored in the last months.
///
/// # Errors
/// [`Error::NotFound`] for a contract that is not the user's to see, or a portal without such fees.
pub async fn list(services: &Services, scope: &Scope, contract: ContractId) -> Result<Usages, Error> {
    let policy = policy(scope.portal())?;
    let contract = contracts::find_managed(services, scope, contract).await?;
    let months = months(services, policy, &contract).await?;
    let mut fees = Vec::new();
    for fee in &policy.usage_fees {
        let is_measured = months.iter().any(|month| month.row.code == fee.code);
        if is_measured || (orders(fee, &contract)? && !contract.answers.is_empty()) {
            fees.push(fee.clone());
        }
    }
    Ok(Usages { fees, months })
}

/// What the contract of a number stored in the last months, newest first; the number as it is kept.
///
/// # Errors
/// [`Error::NotFound`] when there is no such contract, or the portal has no such fees.
pub async fn of_contract(
    services: &Services,
    provider: &Provider,
    number: &str,
) -> Result<(String, Vec<Usage>), Error> {
    let portal = provider.portal();
    let policy = policy(portal)?;
    let number = policy.numbers.parse(number).map_err(|_| Error::NotFound)?;
    let mut known = known::by_number(services.db.read(), portal, std::iter::once(number.as_str())).await?;
    let contract = known.remove(&number).ok_or(Error::NotFound)?;
    let months = months(services, policy, &contract).await?;
    Ok((number, months))
}

/// Newest first.
async fn months(services: &Services, policy: &ContractPolicy, contract: &Contract) -> Result<Vec<Usage>, Error> {
    let fees = u64::try_from(policy.usage_fees.len()).map_err(Error::internal)?;
    let rows = contract_usages::Entity::find()
        .filter(Column::CustomerId.eq(contract.customer_id))
        .filter(Column::ContractId.eq(contract.id))
        .filter(Column::Portal.eq(contract.portal.as_str()))
        .order_by_desc(Column::Month)
        .order_by_asc(Column::Code)
        .limit(MONTHS_SHOWN * fees)
        .all(services.db.read())
        .await?;
    let mut ordered = Vec::new();
    for fee in &policy.usage_fees {
        if orders(fee, contract)? {
            ordered.push(fee);
        }
    }
    let month = |row: Row| {
        let rule = ordered.iter().find(|fee| fee.code == row.code).map(|fee| fee.rule());
        let due = rule.map_or(Yen::ZERO, |rule| rule.of(row.bytes));
        Usage { fee: row.fee.map_or(due, Yen), row }
    };
    Ok(rows.into_iter().map(month).collect())
}

/// What a portal with such fees says of contracts.
pub(crate) fn policy(portal: &Portal) -> Result<&ContractPolicy, Error> {
    portal.contracts.as_ref().filter(|policy| !policy.usage_fees.is_empty()).ok_or(Error::NotFound)
}

/// Whether a contract has the service of a fee. Of one that was not applied for here, nothing says that it has not.
pub(crate) fn orders(fee: &UsageFee, contract: &Contract) -> Result<bool, Error> {
    if contract.answers.is_empty() {
        return Ok(true);
    }
    Ok(answers::text(&answers::of(contract)?, &fee.field) == Some("true"))
}
