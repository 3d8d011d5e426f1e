//! Calls and charges under a filter by day, hour and kind: one scan of the selection, grouped by the database.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use madoguchi_entities::call_records;
use sea_orm::{ColumnTrait, QuerySelect};

use super::selections::ClockPart;
use super::totals::charges;
use super::views::{self, CallRecordAction};
use super::{Selection, Sum};
use crate::limits::statements;
use crate::{Error, Scope, Services};

/// Hours of a day.
const HOURS: usize = 24;

/// Sums under a filter, by day, hour and kind.
#[derive(Clone, Debug)]
pub struct Charts {
    /// Each day of the month, those without calls too; the day of the filter only, when there is one.
    pub days: Vec<(NaiveDate, Sum)>,
    /// From midnight in Japan on.
    pub hours: [Sum; HOURS],
    /// Most calls first.
    pub kinds: Vec<(String, Sum)>,
}

/// Charts of a selection. Who looked is written before they are shown.
///
/// # Errors
/// [`Error::Busy`] when it takes too long; any error of the database.
pub async fn charts(services: &Services, scope: &Scope, selection: &Selection) -> Result<Charts, Error> {
    let (day, hour) = (ClockPart::DayOfMonth.of_start(services), ClockPart::Hour.of_start(services));
    // At most 31 × 24 × kinds rows, however many calls there are.
    let tx = statements::bounded(services).await?;
    let groups: Vec<(i32, i32, String, i64, Option<i64>)> = selection
        .records(services)
        .select_only()
        .column_as(day.clone(), "day")
        .column_as(hour.clone(), "hour")
        .column(call_records::Column::Kind)
        .column_as(call_records::Column::Id.count(), "count")
        .column_as(charges(), "charge")
        .group_by(day)
        .group_by(hour)
        .group_by(call_records::Column::Kind)
        .into_tuple()
        .all(&tx)
        .await?;
    tx.commit().await?;
    let mut days: BTreeMap<NaiveDate, Sum> = days(selection).map(|day| (day, Sum::default())).collect();
    let mut hours: [Sum; HOURS] = Default::default();
    let mut kinds: BTreeMap<String, Sum> = BTreeMap::new();
    for (day, hour, kind, count, charge) in groups {
        let sum = Sum { count, charge: charge.unwrap_or(0) };
        let date = u32::try_from(day).ok().and_then(|day| selection.month.first_day().with_day(day));
        if let Some(of_day) = date.and_then(|date| days.get_mut(&date)) {
            of_day.add(&sum);
        }
        if let Some(of_hour) = usize::try_from(hour).ok().and_then(|hour| hours.get_mut(hour)) {
            of_hour.add(&sum);
        }
        kinds.entry(kind).or_default().add(&sum);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    // Stable: kinds with as many calls stay in their own order.
    kinds.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.count));
    let count = kinds.iter().map(|(_, sum)| sum.count).sum();
    views::record(services, scope, selection, CallRecordAction::Charts, Some(count)).await?;
    Ok(Charts { days: days.into_iter().collect(), hours, kinds })
}

fn days(selection: &Selection) -> impl Iterator<Item = NaiveDate> {
    let (first, last) = match selection.day {
        Some(day) => (day, day),
        None => (selection.month.first_day(), selection.month.last_day()),
    };
    first.iter_days().take_while(move |day| *day <= last)
}
