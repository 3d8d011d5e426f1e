//! Knows the rows that a batch of invoices refers to.

use std::collections::{BTreeSet, HashMap};

use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::CustomerId;
use madoguchi_entities::{billing_groups, customers};
use sea_orm::ConnectionTrait;

use super::given::NewInvoice;
use crate::contracts::{Contract, known};
use crate::rows::RowError;
use crate::{Error, FieldCode};

/// Groups, customers and contracts of a batch.
pub(super) struct Known {
    groups: HashMap<String, billing_groups::Model>,
    customers: HashMap<CustomerId, customers::Model>,
    contracts: HashMap<String, Contract>,
    /// Numbers as given, normalised; a number without a form of the portal is absent.
    numbers: HashMap<String, String>,
}

impl Known {
    pub(super) async fn read(tx: &impl ConnectionTrait, portal: &Portal, rows: &[NewInvoice]) -> Result<Self, Error> {
        let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
        let given: BTreeSet<&str> = rows.iter().flat_map(|row| &row.lines).map(|line| line.contract.as_str()).collect();
        let numbers: HashMap<_, _> =
            given.into_iter().filter_map(|given| Some((given.to_owned(), forms.parse(given).ok()?))).collect();
        let groups = known::groups_by_number(tx, portal, rows.iter().map(|row| row.billing_group.as_str())).await?;
        Ok(Self {
            customers: known::customers_of(tx, groups.values().map(|group| group.customer_id)).await?,
            groups,
            contracts: known::by_number(tx, portal, numbers.values().map(String::as_str)).await?,
            numbers,
        })
    }

    /// A billing group and its customer, by the group's number.
    pub(super) fn group(&self, number: &str) -> Result<(&billing_groups::Model, &customers::Model), RowError> {
        let found = self.groups.get(number.trim());
        let found = found.and_then(|group| Some((group, self.customers.get(&group.customer_id)?)));
        found.ok_or_else(|| RowError::new("billing_group", FieldCode::BillingGroupUnknown, number))
    }

    /// A contract of a customer, by its number as given.
    pub(super) fn contract(&self, given: &str, customer_id: CustomerId) -> Result<&Contract, RowError> {
        let contract = self.numbers.get(given).and_then(|number| self.contracts.get(number));
        let contract = contract.ok_or_else(|| RowError::new("contract", FieldCode::ContractUnknown, given))?;
        let own = contract.customer_id == customer_id;
        if own { Ok(contract) } else { Err(RowError::new("contract", FieldCode::CustomerDiffers, given)) }
    }
}
