//! Units of products that are promised to lines of orders. A rental's first and last day both belong to it: a unit that comes
//! back on a day is free from the day after. Knows no order: who accepts, extends or ends a line says so here, in the same
//! transaction.

mod free;
mod held;
mod releases;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rental_charges;
use madoguchi_entities::ids::{OrderLineId, ProductId, StockReservationId};
use madoguchi_entities::stock_reservations;
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, FieldCode, FieldError, rows};

pub use free::{Span, Wanted, available, free, spans};
pub use releases::{release, release_some};

use held::{hold, lines_held};

/// Units that a line of an order is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// Of which product.
    pub product_id: ProductId,
    /// How many, at least one.
    pub quantity: i32,
    /// First day.
    pub from: NaiveDate,
    /// Last day, which belongs to it.
    pub until: NaiveDate,
    /// The line.
    pub order_line_id: OrderLineId,
}

impl Reservation {
    fn wanted(&self) -> Wanted {
        Wanted { product_id: self.product_id, from: self.from, until: self.until }
    }
}

/// Promises units to lines: all of them or none. Who else reserves the same products waits until this transaction ends, so no
/// unit is promised twice for a day.
///
/// # Errors
/// `out_of_stock` at `lines[…].quantity` of each line for which there are not enough, `unknown` at `lines[…].product` for what
/// is not of the portal or no longer offered; places count from 0 in the order given. The transaction must be given up then.
pub async fn reserve(
    tx: &Transaction,
    portal: &Portal,
    now: DateTime<Utc>,
    reservations: &[Reservation],
) -> Result<(), Error> {
    let held = hold(tx, portal, reservations.iter().map(|wanted| wanted.product_id)).await?;
    let faults: Vec<FieldError> = reservations
        .iter()
        .enumerate()
        .filter_map(|(at, wanted)| {
            let is_offered = held.get(&wanted.product_id).is_some_and(|product| product.withdrawn_at.is_none());
            let (field, code) = match wanted {
                _ if !is_offered => ("product", FieldCode::Unknown),
                _ if wanted.quantity < 1 => ("quantity", FieldCode::OutOfRange),
                _ if rental_charges::days(wanted.from, wanted.until).is_err() => ("period", FieldCode::RangeReversed),
                _ => return None,
            };
            Some(FieldError::new(format!("lines[{at}].{field}"), code))
        })
        .collect();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    note(tx, portal, now, reservations).await?;
    let wanted: Vec<Wanted> = reservations.iter().map(Reservation::wanted).collect();
    check(tx, &wanted).await
}

/// Products with the most units that are promised on any day from one on. They are held until the transaction ends, so that nothing
/// more is promised meanwhile.
///
/// # Errors
/// Those of the database.
pub(crate) async fn promised(
    tx: &Transaction,
    portal: &Portal,
    ids: impl Iterator<Item = ProductId>,
    from: NaiveDate,
) -> Result<HashMap<ProductId, (i32, i64)>, Error> {
    let held: Vec<_> = hold(tx, portal, ids).await?.into_values().collect();
    let promised = free::promised(tx, &held, from).await?;
    Ok(held.into_iter().zip(promised).map(|(product, units)| (product.id, (product.stock, units))).collect())
}

/// Writes what the provider's own system promised, whether there are as many units or not: nothing more is promised then.
///
/// # Errors
/// Those of the database.
pub(crate) async fn note(
    tx: &Transaction,
    portal: &Portal,
    now: DateTime<Utc>,
    reservations: &[Reservation],
) -> Result<(), Error> {
    let row = |wanted: &Reservation| stock_reservations::Model {
        id: StockReservationId(Uuid::now_v7()),
        portal: portal.key.clone(),
        product_id: wanted.product_id,
        order_line_id: wanted.order_line_id,
        quantity: wanted.quantity,
        from_on: wanted.from,
        until_on: wanted.until,
        released_at: None,
        created_at: now,
    };
    rows::insert(tx, reservations.iter().map(|wanted| row(wanted).into_active_model().reset_all()), None).await
}

/// Keeps all that a line has on its last day until a later one.
///
/// # Errors
/// `out_of_stock` at `lines[0].quantity`; `range_reversed` at `lines[0].period` for a day that is no later, [`Error::NotFound`]
/// for a line that has nothing. The transaction must be given up then.
pub async fn extend(tx: &Transaction, portal: &Portal, line: OrderLineId, until: NaiveDate) -> Result<(), Error> {
    let own = lines_held(tx, portal, line).await?;
    let product = own.first().map(|row| row.product_id).ok_or(Error::NotFound)?;
    hold(tx, portal, std::iter::once(product)).await?;
    let last = own.iter().map(|row| row.until_on).max().ok_or(Error::NotFound)?;
    if until <= last {
        return Err(Error::invalid("lines[0].period", FieldCode::RangeReversed));
    }
    let ids: Vec<StockReservationId> = own.iter().filter(|row| row.until_on == last).map(|row| row.id).collect();
    releases::set_until(tx, &ids, until, None).await?;
    check(tx, &[Wanted { product_id: product, from: rental_charges::free_from(last), until }]).await
}

/// Refuses what leaves fewer than no units on some day.
async fn check(tx: &impl ConnectionTrait, wanted: &[Wanted]) -> Result<(), Error> {
    let left = free(tx, wanted).await?;
    let short = left.into_iter().enumerate().filter(|(_, left)| *left < 0);
    let faults: Vec<FieldError> =
        short.map(|(at, _)| FieldError::new(format!("lines[{at}].quantity"), FieldCode::OutOfStock)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}
