//! Changes of an order that is held: its goods are promised or given up, lines are replaced, last days move, units end before.
//! Stock follows in the same transaction.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rentals::{LineEndState, OrderState};
use madoguchi_entities::ids::RequestId;
use madoguchi_entities::{order_line_ends, order_lines};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::new::{self, NewLine};
use super::{LineEnd, Order, WholeOrder};
use crate::database::Transaction;
use crate::stock::{self, Reservation};
use crate::{Error, FieldCode, ProblemCode, Services, products};

/// Promises the goods of an order (手配済).
///
/// # Errors
/// `out_of_stock` at `lines[…].quantity`; `unknown` at `lines[…].product`.
pub(crate) async fn arrange(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    whole: &WholeOrder,
) -> Result<(), Error> {
    let codes: Vec<String> = whole.lines.iter().map(|it| it.line.product_code.clone()).collect();
    let known = products::by_codes(tx, portal, &codes).await?;
    let reservation = |(at, it): (usize, &super::WholeLine)| {
        let product = known.get(&it.line.product_code);
        let product = product.ok_or_else(|| Error::invalid(format!("lines[{at}].product"), FieldCode::Unknown))?;
        Ok(Reservation {
            product_id: product.id,
            quantity: units(it.line.quantity)?,
            from: it.line.first_on,
            until: it.line.last_on,
            order_line_id: it.line.id,
        })
    };
    let wanted = whole.lines.iter().enumerate().map(reservation).collect::<Result<Vec<_>, Error>>()?;
    stock::reserve(tx, portal, services.clock.now(), &wanted).await?;
    set_state(tx, services, &whole.order, OrderState::Arranged).await
}

/// Brings an order into a state in which its goods are not promised.
pub(crate) async fn set_state(
    tx: &Transaction,
    services: &Services,
    order: &Order,
    state: OrderState,
) -> Result<(), Error> {
    let mut row = order.clone().into_active_model();
    row.state = Set(state);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    Ok(())
}

/// Replaces the lines and addresses of an order whose goods are not promised yet.
///
/// # Errors
/// `order_arranged`.
pub(crate) async fn correct(
    tx: &Transaction,
    services: &Services,
    whole: &WholeOrder,
    (answers, lines): (String, &[NewLine]),
) -> Result<(), Error> {
    if whole.order.state != OrderState::Accepted {
        return Err(Error::Refused(ProblemCode::OrderArranged));
    }
    let of_order = order_lines::Entity::delete_many()
        .filter(order_lines::Column::CustomerId.eq(whole.order.customer_id))
        .filter(order_lines::Column::OrderId.eq(whole.order.id));
    of_order.exec(tx).await?;
    let lines = new::insert_lines(tx, &whole.order, lines).await?;
    let changed = WholeOrder { order: whole.order.clone(), lines };
    let (first, last) = changed.days();
    let mut row = whole.order.clone().into_active_model();
    row.answers = Set(answers);
    row.first_on = Set(first);
    row.last_on = Set(last);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    Ok(())
}

/// Moves the own last days of lines on, by their numbers. Units that end before keep their end.
///
/// # Errors
/// `out_of_stock` at `lines[0].quantity`.
pub(crate) async fn extend(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (mut whole, days): (WholeOrder, &BTreeMap<i64, NaiveDate>),
) -> Result<(), Error> {
    for it in &mut whole.lines {
        let old = it.line.last_on;
        let Some(last) = days.get(&i64::from(it.line.position)).filter(|last| **last > old) else { continue };
        stock::extend(tx, portal, it.line.id, *last).await?;
        // Units that were cancelled for the very last day do not stay longer.
        let gone = it.ends.iter().filter(|end| end.state == LineEndState::Done && end.ends_on == old);
        let gone: i64 = gone.map(|end| end.quantity).sum();
        if gone > 0 {
            let line = (it.line.id, units(gone)?);
            stock::release_some(tx, portal, services.clock.now(), line, after(old)).await?;
        }
        let mut row = it.line.clone().into_active_model();
        row.last_on = Set(*last);
        it.line = row.update(tx).await?;
    }
    keep_days(tx, services, &whole).await
}

/// Units of a line that are to end on a day, by the number of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    pub line: i64,
    pub quantity: i64,
    pub on: NaiveDate,
}

/// Writes that units are to end: they cannot be cancelled once more.
pub(crate) async fn file_ends(
    tx: &Transaction,
    services: &Services,
    (whole, request): (&WholeOrder, RequestId),
    endings: &[Ending],
) -> Result<(), Error> {
    let row = |ending: &Ending| {
        let line = whole.line(ending.line).ok_or(Error::NotFound)?;
        Ok(LineEnd {
            customer_id: whole.order.customer_id,
            id: Uuid::now_v7().into(),
            portal: whole.order.portal.clone(),
            order_id: whole.order.id,
            line_id: line.line.id,
            quantity: ending.quantity,
            ends_on: ending.on,
            state: LineEndState::Filed,
            request_id: request,
            created_at: services.clock.now(),
        })
    };
    let ends = endings.iter().map(row).collect::<Result<Vec<_>, Error>>()?;
    crate::rows::insert(tx, ends.into_iter().map(|end| end.into_active_model().reset_all()), None).await
}

/// Ends the units that a request asked for, and frees them from the day after. What ends on the line's own last day is free then
/// anyway.
pub(crate) async fn take_ends(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (mut whole, request): (WholeOrder, RequestId),
) -> Result<(), Error> {
    let now = services.clock.now();
    for it in &mut whole.lines {
        let own_last = it.line.last_on;
        for end in it.ends.iter_mut().filter(|end| end.request_id == request && end.state == LineEndState::Filed) {
            // What was given back by then is free already.
            let is_back = it.line.returned_on.is_some_and(|day| day <= end.ends_on);
            if end.ends_on < own_last && !is_back {
                stock::release_some(tx, portal, now, (it.line.id, units(end.quantity)?), after(end.ends_on)).await?;
            }
            end.state = LineEndState::Done;
        }
    }
    let done = order_line_ends::ActiveModel { state: Set(LineEndState::Done), ..Default::default() };
    let filed = order_line_ends::Entity::update_many().set(done).filter(filed_by(&whole.order, request));
    filed.exec(tx).await?;
    keep_days(tx, services, &whole).await
}

/// Notes on which day all units of lines were given back, by their numbers, and frees them from the day after.
pub(crate) async fn take_back(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (mut whole, days): (WholeOrder, &BTreeMap<i32, NaiveDate>),
) -> Result<(), Error> {
    for it in &mut whole.lines {
        let Some(day) = days.get(&it.line.position) else { continue };
        stock::release(tx, portal, services.clock.now(), it.line.id, after(*day)).await?;
        let mut row = it.line.clone().into_active_model();
        row.returned_on = Set(Some(*day));
        it.line = row.update(tx).await?;
    }
    keep_days(tx, services, &whole).await
}

/// Drops what a request asked to end: it never blocks.
pub(crate) async fn drop_ends(tx: &Transaction, order: &Order, request: RequestId) -> Result<(), Error> {
    order_line_ends::Entity::delete_many().filter(filed_by(order, request)).exec(tx).await?;
    Ok(())
}

fn filed_by(order: &Order, request: RequestId) -> Condition {
    Condition::all()
        .add(order_line_ends::Column::CustomerId.eq(order.customer_id))
        .add(order_line_ends::Column::OrderId.eq(order.id))
        .add(order_line_ends::Column::RequestId.eq(request))
        .add(order_line_ends::Column::State.eq(LineEndState::Filed))
}

/// Writes from when to when anything of an order is in rent.
async fn keep_days(tx: &Transaction, services: &Services, whole: &WholeOrder) -> Result<(), Error> {
    let (first, last) = whole.days();
    let mut row = whole.order.clone().into_active_model();
    row.first_on = Set(first);
    row.last_on = Set(last);
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    Ok(())
}

fn units(quantity: i64) -> Result<i32, Error> {
    i32::try_from(quantity).map_err(|_| Error::invalid("quantity", FieldCode::OutOfRange))
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
