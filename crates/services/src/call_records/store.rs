//! Storing call records in batches: each record once, however often it arrives, and the monthly sums with it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_domain::money::Yen;
use madoguchi_domain::phones;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::tidy_display_name;
use madoguchi_entities::call_record_months;
use madoguchi_entities::call_records::Model as CallRecord;
use madoguchi_entities::ids::{CallRecordId, ContractId, CustomerId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::inserts;
use crate::contracts::{Contract, known};
use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider};

/// Years that a call can lie in: anything else is a slip, and must not make partitions.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
/// Most characters of a calling or called number: long ones have carrier prefixes.
const NUMBER_MAX: usize = 20;

/// A call record as given. Numbers may be written in any width and with hyphens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCallRecord {
    /// Number of the contract, in a form of the portal; it must be there already.
    pub contract: String,
    /// Start of the call.
    pub started_at: DateTime<Utc>,
    /// The provider's word for the kind.
    pub kind: String,
    /// Calling number; empty, or the word of an export for it, when it was withheld.
    pub caller: String,
    /// Called number.
    pub callee: String,
    /// Seconds.
    pub duration: u32,
    pub charge: Yen,
}

/// The months that records lie in: their partitions must be there before [`store`]. Months that `store` would
/// refuse are left out.
#[must_use]
pub fn months(rows: &[NewCallRecord]) -> Vec<Month> {
    let days: HashSet<NaiveDate> = rows.iter().map(|row| jst_date(row.started_at)).collect();
    let mut months: Vec<Month> =
        days.into_iter().map(Month::of).filter(|month| YEARS.contains(&month.year())).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// Stores call records. A record that was stored before is the same record: it is answered as [`RowOutcome::Duplicate`] and
/// counts nowhere. Sums by contract, month and kind grow by exactly what was stored, in the same transaction.
///
/// # Errors
/// [`Error::NotFound`] when the portal has no contracts; any error of the database: then nothing of the batch may be
/// committed.
pub async fn store(
    tx: &impl ConnectionTrait,
    provider: &Provider,
    rows: &[NewCallRecord],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    let contracts = contracts(tx, portal, rows).await?;
    let mut kinds = HashMap::new();
    let given: Vec<_> = rows.iter().map(|row| model(portal, &contracts, &mut kinds, row)).collect();
    let mut distinct: Vec<&CallRecord> = given.iter().flatten().collect();
    // In the order of the key: neighbours share pages, and two imports at once lock in the same order.
    distinct.sort_unstable_by_key(|row| (row.customer_id, row.contract_id, row.started_at, row.id));
    distinct.dedup_by_key(|row| row.id);
    let mut stored = inserts::insert(tx, &distinct).await?;
    add_to_months(tx, distinct.iter().copied().filter(|row| stored.contains(&row.id))).await?;
    let mut answer = |row: CallRecord| if stored.remove(&row.id) { RowOutcome::Stored } else { RowOutcome::Duplicate };
    Ok(given.into_iter().map(|row| row.map(&mut answer)).collect())
}

/// Contracts by their numbers as given.
async fn contracts<'a>(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    rows: &'a [NewCallRecord],
) -> Result<HashMap<&'a str, Contract>, Error> {
    let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
    let given: HashSet<&str> = rows.iter().map(|row| row.contract.as_str()).collect();
    let numbers: Vec<_> = given.into_iter().filter_map(|given| Some((given, forms.parse(given).ok()?))).collect();
    let by_number = known::by_number(tx, portal, numbers.iter().map(|(_, number)| number.as_str())).await?;
    Ok(numbers.into_iter().filter_map(|(given, number)| Some((given, by_number.get(&number)?.clone()))).collect())
}

fn model<'a>(
    portal: &Portal,
    contracts: &HashMap<&str, Contract>,
    kinds: &mut HashMap<&'a str, Result<String, RowError>>,
    new: &'a NewCallRecord,
) -> Result<CallRecord, RowError> {
    let contract = contracts.get(new.contract.as_str());
    let contract = contract.ok_or_else(|| RowError::new("contract", FieldCode::ContractUnknown, &new.contract))?;
    let month = Month::of(jst_date(new.started_at));
    if !YEARS.contains(&month.year()) {
        return Err(RowError::new("started_at", FieldCode::OutOfRange, &month.to_string()));
    }
    let tidy = |kind: &str| rows::required("kind", kind, rows::SHORT_MAX).map(|kind| tidy_display_name(&kind));
    let mut row = CallRecord {
        customer_id: contract.customer_id,
        contract_id: contract.id,
        started_at: new.started_at,
        id: CallRecordId(Uuid::nil()),
        portal: portal.key.clone(),
        kind: kinds.entry(&new.kind).or_insert_with(|| tidy(&new.kind)).clone()?,
        caller: if is_withheld(&new.caller) { String::new() } else { number("caller", &new.caller)? },
        callee: number("callee", &new.callee)?,
        duration: i32::try_from(new.duration).map_err(|_| RowError::new("duration", FieldCode::OutOfRange, ""))?,
        charge: new.charge.0,
    };
    row.id = id(&contract.number, &row);
    Ok(row)
}

/// What most rows have: digits and nothing else.
fn is_plain(number: &str) -> bool {
    number.bytes().all(|b| b.is_ascii_digit()) && (1..=NUMBER_MAX).contains(&number.len())
}

/// Whether the caller did not tell the number. Plain digits need no second look.
fn is_withheld(caller: &str) -> bool {
    !is_plain(caller) && phones::is_withheld(caller)
}

/// A number as it is dialled: digits, # and *. The value that is told hides its end: whom somebody called is secret.
fn number(field: &'static str, given: &str) -> Result<String, RowError> {
    // What a telephone system writes; everything else takes the slow way.
    if is_plain(given) {
        return Ok(given.to_owned());
    }
    let refused = |error: phones::PhoneError| RowError::new(field, error.code(), &phones::mask_last4(given));
    phones::recorded(given, NUMBER_MAX).map_err(refused)
}

/// A UUID of version 8 from the content: SHA-256 over all fields, each preceded by its length.
fn id(contract: &str, row: &CallRecord) -> CallRecordId {
    let mut hash = Sha256::new();
    // Without the plus of foreign numbers, which was not kept before: the same call must stay the same record.
    let [caller, callee] = [&row.caller, &row.callee].map(|number| number.strip_prefix('+').unwrap_or(number));
    for part in [row.portal.as_str(), contract, &row.kind, caller, callee] {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.update(row.started_at.timestamp_micros().to_be_bytes());
    hash.update(row.duration.to_be_bytes());
    hash.update(row.charge.to_be_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let mut start = [0; 16];
    start.copy_from_slice(&hash[..16]);
    CallRecordId(Uuid::new_v8(start))
}

/// Adds records to the sums kept for each contract, month and kind.
async fn add_to_months<'a>(tx: &impl ConnectionTrait, rows: impl Iterator<Item = &'a CallRecord>) -> Result<(), Error> {
    use call_record_months::Column;
    // Sorted by key: two imports at once then lock the sums in the same order.
    let mut sums: BTreeMap<(CustomerId, ContractId, NaiveDate, &str), call_record_months::Model> = BTreeMap::new();
    for row in rows {
        let month = Month::of(jst_date(row.started_at)).first_day();
        let sum = sums.entry((row.customer_id, row.contract_id, month, &row.kind));
        let sum = sum.or_insert_with(|| call_record_months::Model {
            customer_id: row.customer_id,
            contract_id: row.contract_id,
            month,
            kind: row.kind.clone(),
            portal: row.portal.clone(),
            count: 0,
            charge: 0,
        });
        sum.count += 1;
        let too_large = || Error::internal("the charges of a month do not fit 64 bits");
        sum.charge = sum.charge.checked_add(row.charge).ok_or_else(too_large)?;
    }
    let table = |column| Expr::col((call_record_months::Entity, column));
    let excluded = |column| Expr::col(("excluded", column));
    let grown = |column| (column, table(column).add(excluded(column)));
    let conflict = OnConflict::columns([Column::CustomerId, Column::ContractId, Column::Month, Column::Kind])
        .values([grown(Column::Count), grown(Column::Charge)])
        .to_owned();
    rows::insert(tx, sums.into_values().map(|sum| sum.into_active_model().reset_all()), Some(&conflict)).await
}
