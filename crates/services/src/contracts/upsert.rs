//! Contracts as the provider's core system names them: written in batches, with their billing groups and options.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_domain::periods;
use madoguchi_domain::policy::{ContractPolicy, Portal};
use madoguchi_entities::ids::{BillingGroupId, ContractId, CustomerId};
use madoguchi_entities::{billing_groups, contract_options, contracts};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::Contract;
pub use super::given::{CallRecordAccess, NewContract};
use super::known::{by_number, groups_by_number, options_of, switched};
use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider, customers};

/// Most options of one contract.
const OPTIONS_MAX: usize = 100;

/// Stores contracts by number: new ones are added, changed ones written, equal ones left as they are. The answers
/// stand in the order of the rows; [`RowOutcome::Duplicate`] is never among them.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no contracts; any error of the database: then nothing of the batch may be
/// committed.
pub async fn upsert(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    now: DateTime<Utc>,
    rows: &[NewContract],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    let policy = portal.contracts.as_ref().ok_or(Error::NotFound)?;
    let given: Vec<_> = rows.iter().map(|row| model(portal, policy, now, row)).collect();
    let mut batch = Batch::read(tx, portal, &given, rows).await?;
    let mut answers = Vec::with_capacity(rows.len());
    for (new, row) in rows.iter().zip(given) {
        answers.push(row.and_then(|row| batch.take(new, row)));
    }
    batch.write(tx).await?;
    Ok(answers)
}

/// A contract and the names of its options.
#[derive(Clone, Debug, PartialEq)]
struct ContractAndOptions {
    row: Contract,
    options: Vec<String>,
}

/// The row of a contract, its customer and billing group still open.
fn model(
    portal: &Portal,
    policy: &ContractPolicy,
    now: DateTime<Utc>,
    new: &NewContract,
) -> Result<ContractAndOptions, RowError> {
    let number = policy.numbers.parse(&new.number).map_err(|e| RowError::new("number", e.code(), &new.number))?;
    if !policy.categories.iter().any(|known| known.code == new.category) {
        return Err(RowError::new("category", FieldCode::CategoryUnknown, &new.category));
    }
    let row = Contract {
        id: ContractId(Uuid::now_v7()),
        portal: portal.key.clone(),
        customer_id: CustomerId(Uuid::nil()),
        billing_group_id: BillingGroupId(Uuid::nil()),
        number,
        category: new.category.clone(),
        service_name: rows::required("service_name", &new.service_name, rows::TEXT_MAX)?,
        status: new.status,
        started_on: new.started_on,
        postal_code: customers::postal_code(&new.postal_code)?,
        prefecture: customers::prefecture(&new.prefecture)?,
        address1: rows::text("address1", &new.address1, rows::TEXT_MAX)?,
        address2: rows::text("address2", &new.address2, rows::TEXT_MAX)?,
        building: rows::text("building", &new.building, rows::TEXT_MAX)?,
        access_key: rows::text("access_key", &new.access_key, rows::SHORT_MAX)?,
        phone_service_name: rows::text("phone_service_name", &new.phone_service_name, rows::TEXT_MAX)?,
        phone_number: customers::phone("phone_number", &new.phone_number)?,
        phone_detail: rows::text("phone_detail", &new.phone_detail, rows::TEXT_MAX)?,
        call_records_from: match new.call_records {
            CallRecordAccess::Inactive => None,
            CallRecordAccess::Active => Some(Month::of(new.started_on).first_day()),
            CallRecordAccess::From(month) => Some(month.first_day()),
        },
        pattern: String::new(),
        contact_customer_id: None,
        ends_on: policy.period.as_ref().map(|period| {
            let first = periods::first_end(new.started_on, period);
            periods::current_end(first, jst_date(now), period)
        }),
        termination_on: None,
        answers: String::new(),
        created_at: now,
        updated_at: now,
    };
    Ok(ContractAndOptions { row, options: options(&new.options)? })
}

fn options(names: &[String]) -> Result<Vec<String>, RowError> {
    let names = names.iter().map(|name| rows::text("options", name, rows::TEXT_MAX));
    let names: Vec<_> =
        names.filter(|name| name.as_ref().map_or(true, |name| !name.is_empty())).collect::<Result<_, _>>()?;
    if names.len() > OPTIONS_MAX { Err(RowError::new("options", FieldCode::TooMany, "")) } else { Ok(names) }
}

/// What the database holds of a batch, with the batch merged into it row by row.
struct Batch<'a> {
    portal: &'a Portal,
    customers: HashMap<String, customers::Customer>,
    groups: HashMap<String, billing_groups::Model>,
    contracts: HashMap<String, ContractAndOptions>,
    new_groups: BTreeSet<String>,
    /// Numbers of contracts to write; whether their options differ too.
    changed: BTreeMap<String, bool>,
    /// Contracts whose call records were switched on or off.
    switched: HashSet<ContractId>,
}

impl<'a> Batch<'a> {
    async fn read(
        tx: &impl ConnectionTrait,
        portal: &'a Portal,
        given: &[Result<ContractAndOptions, RowError>],
        rows: &[NewContract],
    ) -> Result<Self, Error> {
        let contracts = by_number(tx, portal, given.iter().flatten().map(|whole| whole.row.number.as_str())).await?;
        let switched = switched(tx, &contracts).await?;
        let mut options = options_of(tx, contracts.values().map(|row| row.id)).await?;
        let whole = |row: Contract| ContractAndOptions { options: options.remove(&row.id).unwrap_or_default(), row };
        Ok(Self {
            portal,
            customers: customers::by_number(tx, portal, rows.iter().map(|row| row.customer.trim())).await?,
            groups: groups_by_number(tx, portal, rows.iter().map(|row| row.billing_group.as_str())).await?,
            contracts: contracts.into_values().map(whole).map(|whole| (whole.row.number.clone(), whole)).collect(),
            switched,
            new_groups: BTreeSet::new(),
            changed: BTreeMap::new(),
        })
    }

    /// Merges one row, as if rows were written one after the other.
    fn take(&mut self, new: &NewContract, given: ContractAndOptions) -> Result<RowOutcome, RowError> {
        let customer = self.customers.get(new.customer.trim());
        let customer_id =
            customer.ok_or_else(|| RowError::new("customer", FieldCode::CustomerUnknown, &new.customer))?.id;
        let old = self.contracts.get(&given.row.number).cloned();
        if old.as_ref().is_some_and(|old| old.row.customer_id != customer_id) {
            return Err(RowError::new("customer", FieldCode::CustomerDiffers, &new.customer));
        }
        let billing_group_id = self.group(&new.billing_group, customer_id, given.row.created_at)?;
        let mut whole = ContractAndOptions { row: Contract { customer_id, billing_group_id, ..given.row }, ..given };
        let (kept, options_differ) = match old {
            None => (RowOutcome::Stored, true),
            Some(old) => {
                whole.row = of_applications(&old.row, whole.row);
                if self.switched.contains(&old.row.id) {
                    // The customer's own word, or the provider's for the customer, goes before what an export repeats.
                    whole.row.call_records_from = old.row.call_records_from;
                } else if new.call_records == CallRecordAccess::Active {
                    whole.row.call_records_from = old.row.call_records_from.or(whole.row.call_records_from);
                }
                let options_differ = whole.options != old.options;
                if !options_differ && (Contract { updated_at: old.row.updated_at, ..whole.row.clone() }) == old.row {
                    return Ok(RowOutcome::Unchanged);
                }
                (RowOutcome::Updated, options_differ)
            }
        };
        *self.changed.entry(whole.row.number.clone()).or_default() |= options_differ;
        self.contracts.insert(whole.row.number.clone(), whole);
        Ok(kept)
    }

    /// The billing group of a number, made when it is new.
    fn group(&mut self, number: &str, customer_id: CustomerId, now: DateTime<Utc>) -> Result<BillingGroupId, RowError> {
        let number = rows::required("billing_group", number, rows::SHORT_MAX)?;
        if let Some(group) = self.groups.get(&number) {
            let own = group.customer_id == customer_id;
            return if own {
                Ok(group.id)
            } else {
                Err(RowError::new("billing_group", FieldCode::CustomerDiffers, &number))
            };
        }
        let id = BillingGroupId(Uuid::now_v7());
        let portal = self.portal.key.clone();
        let group = billing_groups::Model { id, portal, customer_id, number: number.clone(), created_at: now };
        self.groups.insert(number.clone(), group);
        self.new_groups.insert(number);
        Ok(id)
    }

    async fn write(self, tx: &impl ConnectionTrait) -> Result<(), Error> {
        let groups = self.new_groups.iter().filter_map(|number| self.groups.get(number).cloned());
        rows::insert(tx, groups.map(|group| group.into_active_model().reset_all()), None).await?;
        let written = self.changed.keys().filter_map(|number| self.contracts.get(number));
        let written = written.map(|whole| whole.row.clone().into_active_model().reset_all());
        rows::insert(tx, written, Some(&on_conflict())).await?;
        let replaced: Vec<&ContractAndOptions> = self
            .changed
            .iter()
            .filter(|(_, options_differ)| **options_differ)
            .filter_map(|(number, _)| self.contracts.get(number))
            .collect();
        for replaced in replaced.chunks(rows::KEYS_MAX) {
            contract_options::Entity::delete_many()
                .filter(contract_options::Column::ContractId.is_in(replaced.iter().map(|whole| whole.row.id)))
                .exec(tx)
                .await?;
        }
        let options = replaced.iter().flat_map(|whole| option_rows(whole));
        rows::insert(tx, options.map(|option| option.into_active_model().reset_all()), None).await
    }
}

/// What an export does not know stays: who stands where, the period, and what the customer applied for.
fn of_applications(old: &Contract, new: Contract) -> Contract {
    Contract {
        id: old.id,
        created_at: old.created_at,
        pattern: old.pattern.clone(),
        contact_customer_id: old.contact_customer_id,
        ends_on: old.ends_on,
        termination_on: old.termination_on,
        answers: old.answers.clone(),
        ..new
    }
}

fn option_rows(whole: &ContractAndOptions) -> impl Iterator<Item = contract_options::Model> {
    let ContractAndOptions { row, options } = whole;
    (1..).zip(options).map(|(position, name)| contract_options::Model {
        contract_id: row.id,
        position,
        portal: row.portal.clone(),
        name: name.clone(),
    })
}

/// On the id alone: when somebody else stored the same number in between, the batch fails and is run again. The
/// customer is not among the columns: it never changes.
fn on_conflict() -> OnConflict {
    use contracts::Column::*;
    OnConflict::column(Id)
        .update_columns([BillingGroupId, Category, ServiceName, Status, StartedOn, PostalCode, Prefecture])
        .update_columns([Address1, Address2, Building, AccessKey, PhoneServiceName, PhoneNumber, PhoneDetail])
        .update_columns([CallRecordsFrom, UpdatedAt])
        .to_owned()
}
