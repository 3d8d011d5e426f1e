//! What is already there of the contracts that a batch names: read at once, not row by row.

use std::collections::{BTreeSet, HashMap, HashSet};

use madoguchi_domain::policy::Portal;
use madoguchi_domain::switches::SwitchKind;
use madoguchi_entities::ids::{BillingGroupId, ContractId, CustomerId};
use madoguchi_entities::{billing_groups, contract_options, contracts, customers, switches};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Contract;
use crate::{Error, rows};

/// Contracts of a portal by their normalised numbers.
pub(crate) async fn by_number(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Contract>, Error> {
    let numbers: Vec<&str> = numbers.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for numbers in numbers.chunks(rows::KEYS_MAX) {
        let found = contracts::Entity::find()
            .filter(contracts::Column::Portal.eq(portal.key.as_str()))
            .filter(contracts::Column::Number.is_in(numbers.iter().copied()))
            .all(tx)
            .await?;
        known.extend(found.into_iter().map(|row| (row.number.clone(), row)));
    }
    Ok(known)
}

/// Billing groups of a portal by their numbers.
pub(crate) async fn groups_by_number(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, billing_groups::Model>, Error> {
    let numbers: Vec<&str> = numbers.map(str::trim).collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for numbers in numbers.chunks(rows::KEYS_MAX) {
        let found = billing_groups::Entity::find()
            .filter(billing_groups::Column::Portal.eq(portal.key.as_str()))
            .filter(billing_groups::Column::Number.is_in(numbers.iter().copied()))
            .all(tx)
            .await?;
        known.extend(found.into_iter().map(|row| (row.number.clone(), row)));
    }
    Ok(known)
}

/// Customers by their ids.
pub(crate) async fn customers_of(
    tx: &impl ConnectionTrait,
    ids: impl Iterator<Item = CustomerId>,
) -> Result<HashMap<CustomerId, customers::Model>, Error> {
    let ids: Vec<CustomerId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for ids in ids.chunks(rows::KEYS_MAX) {
        let found = customers::Entity::find().filter(customers::Column::Id.is_in(ids.iter().copied())).all(tx).await?;
        known.extend(found.into_iter().map(|row| (row.id, row)));
    }
    Ok(known)
}

/// Who is the contact of contracts in some billing groups, where that is not whose they are; with the group.
pub(crate) async fn contacts_of_groups(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    groups: impl Iterator<Item = BillingGroupId>,
) -> Result<BTreeSet<(CustomerId, BillingGroupId)>, Error> {
    if portal.contracts.as_ref().is_none_or(|policy| policy.patterns.is_empty()) {
        return Ok(BTreeSet::new());
    }
    let groups: Vec<_> = groups.collect();
    let mut known = BTreeSet::new();
    for groups in groups.chunks(rows::KEYS_MAX) {
        let found: Vec<(Option<CustomerId>, BillingGroupId)> = contracts::Entity::find()
            .select_only()
            .columns([contracts::Column::ContactCustomerId, contracts::Column::BillingGroupId])
            .filter(contracts::Column::BillingGroupId.is_in(groups.iter().copied()))
            .filter(contracts::Column::ContactCustomerId.is_not_null())
            .into_tuple()
            .all(tx)
            .await?;
        known.extend(found.into_iter().filter_map(|(contact, group)| Some((contact?, group))));
    }
    Ok(known)
}

/// Billing groups by their ids.
pub(crate) async fn groups_of(
    tx: &impl ConnectionTrait,
    ids: impl Iterator<Item = BillingGroupId>,
) -> Result<HashMap<BillingGroupId, billing_groups::Model>, Error> {
    let ids: Vec<BillingGroupId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for ids in ids.chunks(rows::KEYS_MAX) {
        let found = billing_groups::Entity::find().filter(billing_groups::Column::Id.is_in(ids.iter().copied()));
        known.extend(found.all(tx).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(known)
}

/// Contracts by their ids.
pub(crate) async fn by_id(
    tx: &impl ConnectionTrait,
    ids: impl Iterator<Item = ContractId>,
) -> Result<HashMap<ContractId, Contract>, Error> {
    let ids: Vec<ContractId> = ids.collect::<BTreeSet<_>>().into_iter().collect();
    let mut known = HashMap::new();
    for ids in ids.chunks(rows::KEYS_MAX) {
        let found = contracts::Entity::find().filter(contracts::Column::Id.is_in(ids.iter().copied()));
        known.extend(found.all(tx).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(known)
}

/// Of some contracts, those whose call records somebody switched on or off.
pub(super) async fn switched(
    tx: &impl ConnectionTrait,
    contracts: &HashMap<String, Contract>,
) -> Result<HashSet<ContractId>, Error> {
    let customers: BTreeSet<CustomerId> = contracts.values().map(|contract| contract.customer_id).collect();
    let customers: Vec<_> = customers.into_iter().collect();
    let mut known = HashSet::new();
    for customers in customers.chunks(rows::KEYS_MAX) {
        let found: Vec<Option<ContractId>> = switches::Entity::find()
            .select_only()
            .column(switches::Column::ContractId)
            .filter(switches::Column::CustomerId.is_in(customers.iter().copied()))
            .filter(switches::Column::Kind.eq(SwitchKind::CallRecords.as_str()))
            .into_tuple()
            .all(tx)
            .await?;
        known.extend(found.into_iter().flatten());
    }
    Ok(known)
}

/// Options of contracts, in order.
pub(crate) async fn options_of(
    tx: &impl ConnectionTrait,
    contracts: impl Iterator<Item = ContractId>,
) -> Result<HashMap<ContractId, Vec<String>>, Error> {
    let contracts: Vec<_> = contracts.collect();
    let mut options: HashMap<_, Vec<String>> = HashMap::new();
    for contracts in contracts.chunks(rows::KEYS_MAX) {
        let found = contract_options::Entity::find()
            .filter(contract_options::Column::ContractId.is_in(contracts.iter().copied()))
            .order_by_asc(contract_options::Column::ContractId)
            .order_by_asc(contract_options::Column::Position)
            .all(tx)
            .await?;
        for option in found {
            options.entry(option.contract_id).or_default().push(option.name);
        }
    }
    Ok(options)
}
