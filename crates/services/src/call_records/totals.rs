//! Count and charge under a filter, and the choices for the next one.

use madoguchi_domain::dates::Month;
use madoguchi_entities::{call_record_months, call_records};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Selection;
use super::months::months;
use super::views::{self, CallRecordAction};
use crate::limits::statements;
use crate::{Error, Scope, Services};

/// Count and charge, in yen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Calls.
    pub count: i64,
    /// Yen.
    pub charge: i64,
}

impl Sum {
    /// Both together.
    pub(super) fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.charge += other.charge;
    }
}

/// Totals under a filter, and the choices for the next one.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Under the filter.
    pub sum: Sum,
    /// Kinds of the whole month, most calls first.
    pub kinds: Vec<(String, Sum)>,
    /// Months with records, newest first.
    pub months: Vec<Month>,
}

/// Totals of a selection. Of a month and kind they come from the sums kept with the records, whatever the size. Who
/// looked is written before they are shown: the count under a number tells whether it was called.
///
/// # Errors
/// [`Error::Busy`] when it takes too long; any error of the database.
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
    let kept = selection.day.is_none() && selection.hour.is_none() && selection.number.is_none();
    let sum = if kept { sum(&kinds, selection) } else { scan(services, selection).await? };
    let months = months(services, scope, contract).await?;
    views::record(services, scope, selection, CallRecordAction::Totals, Some(sum.count)).await?;
    Ok(Totals { sum, kinds, months })
}

fn sum(kinds: &[(String, Sum)], selection: &Selection) -> Sum {
    let wanted = kinds.iter().filter(|(kind, _)| selection.kind.as_ref().is_none_or(|wanted| wanted == kind));
    wanted.fold(Sum::default(), |mut sum, (_, kind)| {
        sum.add(kind);
        sum
    })
}

/// PostgreSQL sums bigint as numeric: cast back, so that both engines give the same type.
pub(super) fn charges() -> SimpleExpr {
    Expr::col(call_records::Column::Charge).sum().cast_as("bigint")
}

async fn scan(services: &Services, selection: &Selection) -> Result<Sum, Error> {
    let tx = statements::bounded(services).await?;
    let found: Option<(i64, Option<i64>)> = selection
        .records(services)
        .select_only()
        .column_as(call_records::Column::Id.count(), "count")
        .column_as(charges(), "charge")
        .into_tuple()
        .one(&tx)
        .await?;
    tx.commit().await?;
    Ok(found.map(|(count, charge)| Sum { count, charge: charge.unwrap_or(0) }).unwrap_or_default())
}
