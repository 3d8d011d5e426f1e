//! Giving back what a line of an order no longer needs, from a day on. Days before it stay reserved, so what is asked twice is
//! given back once.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{OrderLineId, StockReservationId};
use madoguchi_entities::stock_reservations::{self, Column};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::held::lines_held;
use crate::database::Transaction;
use crate::{Error, FieldCode};

/// Frees all that a line has from a day on, which is the day after the last one in rent; a day before the rental frees it
/// whole. Done again, it frees nothing more. Returns how many units were freed.
///
/// # Errors
/// Those of the database.
pub async fn release(
    tx: &Transaction,
    portal: &Portal,
    now: DateTime<Utc>,
    line: OrderLineId,
    from_day: NaiveDate,
) -> Result<i32, Error> {
    let units = lines_held(tx, portal, line).await?.iter().filter(|row| row.until_on >= from_day).map(units).sum();
    free(tx, portal, now, (line, units, from_day)).await?;
    Ok(units)
}

/// Frees some units of a line from a day on.
///
/// # Errors
/// `out_of_range` at `quantity` when the line has fewer on that day.
pub async fn release_some(
    tx: &Transaction,
    portal: &Portal,
    now: DateTime<Utc>,
    (line, quantity): (OrderLineId, i32),
    from_day: NaiveDate,
) -> Result<(), Error> {
    free(tx, portal, now, (line, quantity, from_day)).await
}

fn units(row: &stock_reservations::Model) -> i32 {
    row.quantity
}

async fn free(
    tx: &Transaction,
    portal: &Portal,
    now: DateTime<Utc>,
    (line, quantity, from_day): (OrderLineId, i32, NaiveDate),
) -> Result<(), Error> {
    let live: Vec<_> = lines_held(tx, portal, line).await?.into_iter().filter(|row| row.until_on >= from_day).collect();
    if quantity < 0 || live.iter().map(units).sum::<i32>() < quantity {
        return Err(Error::invalid("quantity", FieldCode::OutOfRange));
    }
    let (mut missing, mut ended, mut split) = (quantity, Vec::new(), None);
    for row in live {
        match row.quantity {
            _ if missing == 0 => break,
            quantity if quantity <= missing => {
                missing -= quantity;
                ended.push(row);
            }
            _ => {
                split = Some((row, missing));
                break;
            }
        }
    }
    // What begins on or after the day is freed whole: its last day is the one before its first.
    let (begun, unbegun): (Vec<_>, Vec<_>) = ended.into_iter().partition(|row| row.from_on < from_day);
    let ids = |rows: &[stock_reservations::Model]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    set_until(tx, &ids(&begun), day_before(from_day), Some(now)).await?;
    if !unbegun.is_empty() {
        let whole = stock_reservations::Entity::delete_many().filter(Column::Id.is_in(ids(&unbegun)));
        whole.exec(tx).await?;
    }
    match split {
        Some((row, quantity)) => part(tx, now, row, (quantity, from_day)).await,
        None => Ok(()),
    }
}

/// Frees some units of a row: it keeps the others, and what was in rent until then becomes a row of its own.
async fn part(
    tx: &Transaction,
    now: DateTime<Utc>,
    row: stock_reservations::Model,
    (quantity, from_day): (i32, NaiveDate),
) -> Result<(), Error> {
    let before = stock_reservations::Model {
        id: StockReservationId(Uuid::now_v7()),
        quantity,
        until_on: day_before(from_day),
        released_at: Some(now),
        ..row.clone()
    };
    if before.from_on <= before.until_on {
        before.into_active_model().reset_all().insert(tx).await?;
    }
    let left = row.quantity - quantity;
    let mut row = row.into_active_model();
    row.quantity = sea_orm::ActiveValue::Set(left);
    row.update(tx).await?;
    Ok(())
}

/// Moves the last day of rows.
pub(super) async fn set_until(
    tx: &impl ConnectionTrait,
    ids: &[StockReservationId],
    until: NaiveDate,
    released_at: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    if ids.is_empty() {
        return Ok(());
    }
    let update = stock_reservations::Entity::update_many()
        .col_expr(Column::UntilOn, Expr::value(until))
        .filter(Column::Id.is_in(ids.iter().copied()));
    let update = match released_at {
        Some(released_at) => update.col_expr(Column::ReleasedAt, Expr::value(released_at)),
        None => update,
    };
    update.exec(tx).await?;
    Ok(())
}

fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}
