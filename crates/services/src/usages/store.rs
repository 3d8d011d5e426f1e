//! Storing what was measured: a later file corrects a month until it is charged, and never after.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::contracts::ContractStatus;
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_domain::policy::{ContractPolicy, Portal};
use madoguchi_entities::contract_usages::{self, Column};
use madoguchi_entities::ids::{ContractId, CustomerId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};

use super::{Row, policy};
use crate::contracts::{Contract, known};
use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider};

/// What a contract stored in a month, as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUsage {
    /// Number of the contract, in a form of the portal.
    pub contract: String,
    /// Code of the portal's usage fee.
    pub code: String,
    /// The month; it may be the present one, so far.
    pub month: Month,
    /// `6.2GB`, `6,200 MB`, or a number of units.
    pub amount: String,
    /// Unit of a number alone.
    pub unit: String,
}

/// Columns of the key.
pub(super) const KEY: [Column; 4] = [Column::CustomerId, Column::ContractId, Column::Code, Column::Month];

type Key = (CustomerId, ContractId, String, NaiveDate);

fn key(row: &Row) -> Key {
    (row.customer_id, row.contract_id, row.code.clone(), row.month)
}

/// Stores what was measured by contract and month: what is new is added, what differs replaces what was there before. A
/// month that was charged is refused (`month_charged`) unless it says the same. The answers stand in the order of the rows.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no such fees; any error of the database: then nothing of the batch may be
/// committed.
pub async fn store(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    now: DateTime<Utc>,
    rows: &[NewUsage],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    let policy = policy(portal)?;
    let numbers: Vec<Option<String>> = rows.iter().map(|row| policy.numbers.parse(&row.contract).ok()).collect();
    let contracts = known::by_number(tx, portal, numbers.iter().flatten().map(String::as_str)).await?;
    let row = |(new, number): (&NewUsage, &Option<String>)| {
        let contract = number.as_ref().and_then(|number| contracts.get(number));
        let contract = contract.ok_or_else(|| RowError::new("contract", FieldCode::ContractUnknown, &new.contract))?;
        row(portal, policy, now, new, contract)
    };
    let given: Vec<Result<Row, RowError>> = rows.iter().zip(&numbers).map(row).collect();
    let mut batch = Batch::read(tx, given.iter().flatten()).await?;
    let answers = given.into_iter().map(|row| row.and_then(|row| batch.take(row))).collect();
    batch.write(tx).await?;
    Ok(answers)
}

fn row(
    portal: &Portal,
    policy: &ContractPolicy,
    now: DateTime<Utc>,
    new: &NewUsage,
    contract: &Contract,
) -> Result<Row, RowError> {
    let fee =
        policy.usage_fee(new.code.trim()).ok_or_else(|| RowError::new("code", FieldCode::UsageUnknown, &new.code))?;
    let bytes = fee.gigabyte.parse(&new.amount, &new.unit);
    let bytes = bytes.map_err(|error| RowError::new("amount", error.code(), &new.amount))?;
    let refused = |code| Err(RowError::new("month", code, &new.month.to_string()));
    if new.month > Month::of(jst_date(now)) {
        return refused(FieldCode::MonthInFuture);
    }
    if contract.status == ContractStatus::Cancelled {
        return Err(RowError::new("contract", FieldCode::ContractCancelled, &new.contract));
    }
    if new.month < Month::of(contract.started_on) {
        return refused(FieldCode::MonthBeforeContract);
    }
    let ended = contract.termination_on.filter(|_| contract.status == ContractStatus::Terminated);
    if ended.is_some_and(|last| new.month > Month::of(last)) {
        return refused(FieldCode::MonthAfterContract);
    }
    Ok(Row {
        customer_id: contract.customer_id,
        contract_id: contract.id,
        code: fee.code.clone(),
        month: new.month.first_day(),
        portal: portal.key.clone(),
        bytes,
        fee: None,
        charged_at: None,
        invoice_id: None,
        created_at: now,
        updated_at: now,
    })
}

/// What is there of a batch, with the batch merged into it row by row.
struct Batch {
    known: HashMap<Key, Row>,
    new: BTreeSet<Key>,
    changed: BTreeSet<Key>,
}

impl Batch {
    /// Held until the end of the transaction: who charges these months meanwhile waits, or was first and is seen.
    async fn read<'a>(tx: &impl ConnectionTrait, given: impl Iterator<Item = &'a Row> + Clone) -> Result<Self, Error> {
        let months: BTreeSet<NaiveDate> = given.clone().map(|row| row.month).collect();
        let contracts: BTreeSet<(CustomerId, ContractId)> =
            given.map(|row| (row.customer_id, row.contract_id)).collect();
        let contracts: Vec<_> = contracts.into_iter().collect();
        let mut known = HashMap::new();
        for contracts in contracts.chunks(rows::KEYS_MAX) {
            let customers: BTreeSet<CustomerId> = contracts.iter().map(|(customer, _)| *customer).collect();
            let found = contract_usages::Entity::find()
                .filter(Column::CustomerId.is_in(customers))
                .filter(Column::ContractId.is_in(contracts.iter().map(|(_, contract)| *contract)))
                .filter(Column::Month.is_in(months.iter().copied()))
                .order_by_asc(Column::CustomerId)
                .order_by_asc(Column::ContractId)
                .order_by_asc(Column::Code)
                .order_by_asc(Column::Month)
                .lock_exclusive()
                .all(tx)
                .await?;
            known.extend(found.into_iter().map(|row| (key(&row), row)));
        }
        Ok(Self { known, new: BTreeSet::new(), changed: BTreeSet::new() })
    }

    /// Merges one row, as if rows were written one after the other.
    fn take(&mut self, row: Row) -> Result<RowOutcome, RowError> {
        let key = key(&row);
        let Some(known) = self.known.get_mut(&key) else {
            self.new.insert(key.clone());
            self.known.insert(key, row);
            return Ok(RowOutcome::Stored);
        };
        if known.bytes == row.bytes {
            let is_of_batch = self.new.contains(&key) || self.changed.contains(&key);
            return Ok(if is_of_batch { RowOutcome::Duplicate } else { RowOutcome::Unchanged });
        }
        if known.charged_at.is_some() {
            return Err(RowError::new("month", FieldCode::MonthCharged, &Month::of(row.month).to_string()));
        }
        known.bytes = row.bytes;
        known.updated_at = row.updated_at;
        if !self.new.contains(&key) {
            self.changed.insert(key);
        }
        Ok(RowOutcome::Updated)
    }

    async fn write(mut self, tx: &impl ConnectionTrait) -> Result<(), Error> {
        let mut rows_of =
            |keys: BTreeSet<Key>| -> Vec<Row> { keys.into_iter().filter_map(|key| self.known.remove(&key)).collect() };
        let (new, changed) = (rows_of(self.new), rows_of(self.changed));
        rows::insert(tx, new.into_iter().map(|row| row.into_active_model().reset_all()), None).await?;
        let replace = OnConflict::columns(KEY).update_columns([Column::Bytes, Column::UpdatedAt]).to_owned();
        rows::insert(tx, changed.into_iter().map(|row| row.into_active_model().reset_all()), Some(&replace)).await
    }
}
