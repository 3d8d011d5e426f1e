//! Goods on their way, as the provider says: shipped to the customer, and given back. What was given back is free from the day
//! after.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::rentals::{OrderEventKind, OrderState};

use super::events::{self, Happened};
use super::{WholeLine, WholeOrder, by_provider, changes, finders};
use crate::database::Transaction;
use crate::revisions::Named;
use crate::{Error, FieldCode, FieldError, ProblemCode, Provider, Services, rows};

/// Longest note, in characters.
const NOTE_MAX: usize = 200;

/// What was shipped.
#[derive(Clone, Debug, Default)]
pub struct Shipment {
    /// The day; today when absent.
    pub on: Option<NaiveDate>,
    /// For the customer to read: carrier and number of the parcel.
    pub note: String,
}

/// What was given back.
#[derive(Clone, Debug, Default)]
pub struct Return {
    /// The day; today when absent.
    pub on: Option<NaiveDate>,
    /// Numbers of lines of which all units were given back; all that were not before when there are none.
    pub lines: Vec<i64>,
}

/// Notes that goods of an order were shipped (出荷); the customer reads it with the order. The same again changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `order_not_arranged`, `order_over`; `out_of_range` at `shipped_on` for a day to come or
/// one before the order; `too_long`, `invalid_characters` at `note`.
pub async fn ship<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    shipment: &Shipment,
) -> Result<(), Error> {
    let note = rows::line(&shipment.note, NOTE_MAX).map_err(|code| Error::invalid("note", code))?;
    let today = jst_date(services.clock.now());
    let on = shipment.on.unwrap_or(today);
    change(services, provider, named.into(), async |tx, whole, is_expected| {
        let said = shipped(on, &note);
        let history = events::of(tx, &whole.order).await?;
        if history.iter().any(|event| event.kind == OrderEventKind::Shipped && event.note == said) {
            return Ok(());
        }
        is_expected?;
        if on > today || on < whole.order.ordered_on {
            return Err(Error::invalid("shipped_on", FieldCode::OutOfRange));
        }
        let happened = Happened { kind: OrderEventKind::Shipped, note: &said, request_number: None };
        events::record(tx, services, (provider.actor(), provider.portal()), &whole.order, happened).await
    })
    .await
}

/// Notes that all units of lines were given back (返却): they are free from the day after. A day after a line's last one counts as
/// the last one. What was given back before stays as it is.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `order_not_arranged`, `order_over`; `not_in_order` at `lines[…]`; `out_of_range` at
/// `returned_on` for a day to come, `outside_rental` for one before the rental.
pub async fn take_back<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    given: &Return,
) -> Result<(), Error> {
    let today = jst_date(services.clock.now());
    let on = given.on.unwrap_or(today);
    change(services, provider, named.into(), async |tx, whole, is_expected| {
        let days: BTreeMap<i32, NaiveDate> = chosen(&whole, &given.lines)?
            .into_iter()
            .filter(|it| it.line.returned_on.is_none())
            .map(|it| (it.line.position, on.min(it.line.last_on)))
            .collect();
        if days.is_empty() {
            return Ok(());
        }
        is_expected?;
        if on > today {
            return Err(Error::invalid("returned_on", FieldCode::OutOfRange));
        }
        let goes_back = |it: &&WholeLine| days.contains_key(&it.line.position);
        if whole.lines.iter().filter(goes_back).any(|it| on < it.line.first_on) {
            return Err(Error::invalid("returned_on", FieldCode::OutsideRental));
        }
        let said: Vec<String> = whole.lines.iter().filter(goes_back).map(|it| returned(it, on)).collect();
        let order = whole.order.clone();
        changes::take_back(tx, services, provider.portal(), (whole, &days)).await?;
        let said = said.join("、");
        let happened = Happened { kind: OrderEventKind::Returned, note: &said, request_number: None };
        events::record(tx, services, (provider.actor(), provider.portal()), &order, happened).await
    })
    .await
}

/// Does something with an order that is held, and whose goods were promised. Whether it is as the caller saw it is told apart, so
/// that what is sent again changes nothing.
async fn change(
    services: &Services,
    provider: &Provider,
    named: Named<'_>,
    work: impl AsyncFn(&Transaction, WholeOrder, Result<(), Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    let portal = provider.portal();
    services
        .db
        .transaction(async |tx| {
            let found = by_provider::find(tx, portal, named.name).await?;
            let whole = finders::hold_of(tx, portal, (found.customer_id, found.id)).await?;
            match whole.order.state {
                OrderState::Arranged => {}
                OrderState::Accepted => return Err(Error::Refused(ProblemCode::OrderNotArranged)),
                OrderState::Refused | OrderState::Withdrawn => return Err(Error::Refused(ProblemCode::OrderOver)),
            }
            let is_expected = named.expected.require(&by_provider::revision(&whole)?);
            work(tx, whole, is_expected).await
        })
        .await
}

/// The lines that are named, or all.
fn chosen<'a>(whole: &'a WholeOrder, named: &[i64]) -> Result<Vec<&'a WholeLine>, Error> {
    if named.is_empty() {
        return Ok(whole.lines.iter().collect());
    }
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    for (at, number) in named.iter().enumerate() {
        match whole.line(*number) {
            Some(line) => lines.push(line),
            None => faults.push(FieldError::new(format!("lines[{at}]"), FieldCode::NotInOrder)),
        }
    }
    if faults.is_empty() { Ok(lines) } else { Err(Error::Invalid(faults)) }
}

fn day(day: NaiveDate) -> String {
    day.format("%Y/%m/%d").to_string()
}

/// `出荷日 2028/01/10（ヤマト 1234-5678）`.
fn shipped(on: NaiveDate, note: &str) -> String {
    let note = if note.is_empty() { String::new() } else { format!("（{note}）") };
    format!("出荷日 {}{note}", day(on))
}

/// `商品1 DSX2-8000：返却日 2028/01/10`.
fn returned(it: &WholeLine, on: NaiveDate) -> String {
    format!("商品{} {}：返却日 {}", it.line.position, it.line.product_code, day(on))
}
