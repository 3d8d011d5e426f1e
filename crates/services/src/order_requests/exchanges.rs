//! 機器交換依頼: another unit for a rented one. What is in rent stays as it is; the order remembers what was exchanged, and why.

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::rentals::{OrderEventKind, OrderState};

use super::answers;
use super::decisions::Decision;
use super::{cancellations, known, words};
use crate::database::Transaction;
use crate::error::FieldError;
use crate::rental_orders::events::{Happened, record};
use crate::rental_orders::{WholeOrder, finders};
use crate::request_parts::{Asked, Decided};
use crate::{Error, FieldCode, ProblemCode, Scope, Services};

/// The form that says what is exchanged.
pub(super) const FORM: &str = "exchanged_items";

/// Refuses what cannot be exchanged.
///
/// # Errors
/// `order_not_arranged`, `order_over`; `not_in_order`, `duplicate`, `above_in_rent`, `before_today`, `outside_rental` at the field.
pub(super) fn check(services: &Services, (given, whole): (&Object, &WholeOrder)) -> Result<(), Error> {
    let today = jst_date(services.clock.now());
    if whole.order.state == OrderState::Accepted {
        return Err(Error::Refused(ProblemCode::OrderNotArranged));
    }
    if whole.order.state != OrderState::Arranged || whole.is_over(today) {
        return Err(Error::Refused(ProblemCode::OrderOver));
    }
    let asked = answers::of_lines(given, FORM);
    let mut faults = cancellations::unknown_lines(whole, &asked, FORM);
    for it in &asked {
        let Some(line) = whole.line(it.line) else { continue };
        let at = |field| format!("{FORM}[{}].{field}", it.at);
        let groups = line.rental().groups();
        // On the wished day; without one, on any day that is left.
        let day = it.exchange_on.unwrap_or(today);
        let runs = |last: NaiveDate| line.line.returned_on.is_none() && last >= day;
        let units: i64 = groups.iter().filter(|group| runs(group.last)).map(|group| group.quantity).sum();
        let outside = it.exchange_on.filter(|on| *on < line.line.first_on || units == 0);
        if it.exchange_on.is_some_and(|on| on < today) {
            faults.push(FieldError::new(at("exchange_on"), FieldCode::BeforeToday));
        } else if outside.is_some() {
            faults.push(FieldError::new(at("exchange_on"), FieldCode::OutsideRental));
        } else if it.quantity > units {
            faults.push(FieldError::new(at("quantity"), FieldCode::AboveInRent));
        }
    }
    known::refuse(faults)
}

/// Sends the request for an exchange.
pub(super) async fn file(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    asked: Asked<'_>,
) -> Result<WholeOrder, Error> {
    let whole = known::held_order(tx, scope, asked.answers).await?;
    check(services, (asked.answers, &whole))?;
    Ok(whole)
}

/// Notes an exchange that was done.
pub(super) async fn decide(tx: &Transaction, decision: Decision<'_>) -> Result<Decided, Error> {
    let Decision { services, who, request, .. } = decision;
    let (Some(id), true) = (request.order_id, decision.is_done()) else { return Ok(Decided::default()) };
    let whole = finders::hold_of(tx, who.1, (request.customer_id, id)).await?;
    let given: Object = serde_json::from_str(&request.answers).map_err(Error::internal)?;
    let asked = answers::of_lines(&given, FORM);
    let notes = asked.iter().map(|it| words::exchanged(it.line, &it.product, it.quantity, &it.reason));
    let note = notes.collect::<Vec<_>>().join("、");
    let happened = Happened { kind: OrderEventKind::Exchanged, note: &note, request_number: Some(&request.number) };
    record(tx, services, who, &whole.order, happened).await?;
    Ok(Decided::default())
}
