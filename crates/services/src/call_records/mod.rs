//! Call records of a contract and month: pages, totals and the choices of the filter. Only for contracts whose
//! call-record service is active, and only from its first month on.

pub mod partitions;
pub mod store;

use chrono::{DateTime, Utc};
use madoguchi_domain::dates::Month;
use madoguchi_domain::text::fold_digits;
use madoguchi_entities::ids::{CallRecordId, ContractId};
use madoguchi_entities::{call_record_months, call_records, contracts as contract_rows};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::cursors::{self, Page};
use crate::{Error, Refusal, Scope, Services, contracts};

pub use madoguchi_entities::call_records::Model as CallRecord;

/// Longest part of a number that can be searched for.
const NUMBER_MAX: usize = 20;

/// Which records, as asked.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Month, as `2026-10`; the newest when absent.
    pub month: Option<String>,
    /// The provider's word for the kind.
    pub kind: Option<String>,
    /// Digits that occur in the calling or the called number.
    pub number: Option<String>,
}

/// By what the list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// Start of the call.
    #[default]
    StartedAt,
    /// Yen.
    Charge,
    /// Seconds.
    Duration,
}

/// Order of the list. Equal rows are ordered by start and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Ordering {
    /// By what.
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}

/// A filter that was checked against contract and policy.
#[derive(Clone, Debug)]
pub struct Selection {
    contract: contract_rows::Model,
    /// The month.
    pub month: Month,
    kind: Option<String>,
    number: Option<String>,
}

/// Position in the list: value of the key, start, id.
type Position = (i64, DateTime<Utc>, CallRecordId);

/// Checks a filter. Without a month it takes the newest with records, or the present one.
///
/// # Errors
/// [`Error::NotFound`] out of scope; `call_records_inactive`; `invalid_month`, a bad number.
pub async fn select(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    filter: Filter,
) -> Result<Selection, Error> {
    let contract = contracts::find(services, scope, contract).await?;
    let inactive = || Error::Refused(Refusal::Forbidden, "call_records_inactive");
    scope.portal().call_records.as_ref().ok_or(Error::NotFound)?;
    let from = contract.call_records_from.ok_or_else(inactive)?;
    let month = match filter.month.filter(|month| !month.is_empty()) {
        Some(month) => Month::parse(&month).map_err(|_| Error::invalid("month", "invalid_month"))?,
        None => {
            let newest = months(services, scope, &contract).await?.first().copied();
            newest.unwrap_or(Month::of(madoguchi_domain::dates::jst_date(services.clock.now())))
        }
    };
    if month.first_day() < Month::of(from).first_day() {
        return Err(inactive());
    }
    let number = filter.number.map(|number| fold_digits(&number)).filter(|number| !number.is_empty());
    if number.as_ref().is_some_and(|n| n.len() > NUMBER_MAX || !n.bytes().all(|b| b.is_ascii_digit())) {
        return Err(Error::invalid("number", "invalid_phone_number"));
    }
    Ok(Selection { contract, month, kind: filter.kind.filter(|kind| !kind.is_empty()), number })
}

/// A page of records.
///
/// # Errors
/// `invalid_cursor`.
pub async fn list(
    services: &Services,
    selection: &Selection,
    ordering: Ordering,
    cursor: Option<&str>,
    limit: u64,
) -> Result<Page<CallRecord>, Error> {
    let list = selection.list_name(ordering);
    let after = cursor.map(|cursor| cursors::decode::<Position>(&list, cursor)).transpose()?;
    // A place outside the month was never given out, and may be beyond what a database can name.
    if after.is_some_and(|(_, at, _)| at < selection.month.starts_at_utc() || at >= selection.month.ends_at_utc()) {
        return Err(Error::invalid("cursor", "invalid_cursor"));
    }
    let rows = read(services, selection, ordering, after, limit + 1).await?;
    cursors::page(&list, rows, limit, |row| position(ordering.key, row))
}

/// Records after a position, in order.
pub(crate) async fn read(
    services: &Services,
    selection: &Selection,
    ordering: Ordering,
    after: Option<Position>,
    limit: u64,
) -> Result<Vec<CallRecord>, Error> {
    let mut query = selection.records();
    if let Some(position) = after {
        query = query.filter(beyond(ordering, position));
    }
    let order = if ordering.descending { Order::Desc } else { Order::Asc };
    query = match ordering.key {
        Key::StartedAt => query,
        Key::Charge => query.order_by(call_records::Column::Charge, order.clone()),
        Key::Duration => query.order_by(call_records::Column::Duration, order.clone()),
    };
    let rows = query
        .order_by(call_records::Column::StartedAt, order.clone())
        .order_by(call_records::Column::Id, order)
        .limit(limit)
        .all(services.db.read())
        .await?;
    Ok(rows)
}

/// Where a record stands in the order.
pub(crate) fn position(key: Key, row: &CallRecord) -> Position {
    let value = match key {
        Key::StartedAt => 0,
        Key::Charge => row.charge,
        Key::Duration => row.duration.into(),
    };
    (value, row.started_at, row.id)
}

fn beyond(ordering: Ordering, (value, started_at, id): Position) -> SimpleExpr {
    use call_records::Column::{Charge, Duration, Id, StartedAt};
    let key = match ordering.key {
        Key::StartedAt => None,
        Key::Charge => Some(Charge),
        Key::Duration => Some(Duration),
    };
    let mut columns = vec![Expr::col(StartedAt), Expr::col(Id)];
    let mut values = vec![Expr::value(started_at), Expr::value(id)];
    if let Some(key) = key {
        columns.insert(0, Expr::col(key));
        values.insert(0, Expr::value(value));
    }
    let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
    if ordering.descending { columns.lt(values) } else { columns.gt(values) }
}

impl Selection {
    fn records(&self) -> Select<call_records::Entity> {
        let mut select = call_records::Entity::find()
            .filter(call_records::Column::CustomerId.eq(self.contract.customer_id))
            .filter(call_records::Column::ContractId.eq(self.contract.id))
            .filter(call_records::Column::StartedAt.gte(self.month.starts_at_utc()))
            .filter(call_records::Column::StartedAt.lt(self.month.ends_at_utc()));
        if let Some(kind) = &self.kind {
            select = select.filter(call_records::Column::Kind.eq(kind.as_str()));
        }
        if let Some(number) = &self.number {
            // Digits only: nothing in it has a meaning for LIKE.
            let occurs = |column: call_records::Column| column.contains(number.as_str());
            let either = Condition::any().add(occurs(call_records::Column::Caller));
            select = select.filter(either.add(occurs(call_records::Column::Callee)));
        }
        select
    }

    fn list_name(&self, ordering: Ordering) -> String {
        format!("call_records {} {} {:?} {:?} {ordering:?}", self.contract.id, self.month, self.kind, self.number)
    }

    /// Number of the contract.
    #[must_use]
    pub fn contract_number(&self) -> &str {
        &self.contract.number
    }
}

/// Count and charge, in yen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Calls.
    pub count: i64,
    /// Yen.
    pub charge: i64,
}

/// Totals under a filter, and the choices for the next one.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Under the filter.
    pub sum: Sum,
    /// Kinds of the whole month.
    pub kinds: Vec<(String, Sum)>,
    /// Months with records, newest first.
    pub months: Vec<Month>,
}

/// Totals of a selection. Without a number they come from the sums kept with the records, whatever the size.
///
/// # Errors
/// Any error of the database.
pub async fn totals(services: &Services, scope: &Scope, selection: &Selection) -> Result<Totals, Error> {
    use call_record_months::Column;
    let contract = &selection.contract;
    let rows = call_record_months::Entity::find()
        .filter(Column::CustomerId.eq(contract.customer_id))
        .filter(Column::ContractId.eq(contract.id))
        .filter(Column::Month.eq(selection.month.first_day()))
        .order_by_desc(Column::Count)
        .order_by_asc(Column::Kind)
        .all(services.db.read())
        .await?;
    let kinds: Vec<_> = rows.into_iter().map(|row| (row.kind, Sum { count: row.count, charge: row.charge })).collect();
    let sum = if selection.number.is_some() { scan(services, selection).await? } else { sum(&kinds, selection) };
    Ok(Totals { sum, kinds, months: months(services, scope, contract).await? })
}

fn sum(kinds: &[(String, Sum)], selection: &Selection) -> Sum {
    let wanted = kinds.iter().filter(|(kind, _)| selection.kind.as_ref().is_none_or(|wanted| wanted == kind));
    wanted
        .fold(Sum::default(), |sum, (_, kind)| Sum { count: sum.count + kind.count, charge: sum.charge + kind.charge })
}

async fn scan(services: &Services, selection: &Selection) -> Result<Sum, Error> {
    // PostgreSQL sums bigint as numeric: cast back, so that both engines give the same type.
    let charge = Expr::col(call_records::Column::Charge).sum().cast_as("bigint");
    let found: Option<(i64, Option<i64>)> = selection
        .records()
        .select_only()
        .column_as(call_records::Column::Id.count(), "count")
        .column_as(charge, "charge")
        .into_tuple()
        .one(services.db.read())
        .await?;
    Ok(found.map(|(count, charge)| Sum { count, charge: charge.unwrap_or(0) }).unwrap_or_default())
}

async fn months(services: &Services, scope: &Scope, contract: &contract_rows::Model) -> Result<Vec<Month>, Error> {
    use call_record_months::Column;
    let Some(from) = contract.call_records_from else { return Ok(Vec::new()) };
    let months: Vec<chrono::NaiveDate> = call_record_months::Entity::find()
        .select_only()
        .column(Column::Month)
        .distinct()
        .filter(Column::CustomerId.eq(scope.customer_id()))
        .filter(Column::ContractId.eq(contract.id))
        .filter(Column::Month.gte(Month::of(from).first_day()))
        .order_by_desc(Column::Month)
        .into_tuple()
        .all(services.db.read())
        .await?;
    Ok(months.into_iter().map(Month::of).collect())
}
