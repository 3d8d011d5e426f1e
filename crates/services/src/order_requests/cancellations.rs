//! 解約 of an order in rent, as a whole or in part: units are set down as ending while the order is held, so that two at once never
//! exceed what is in rent; they end once the provider takes it, and what is refused or taken back never blocks.

use std::collections::BTreeSet;

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::products::search_key;
use madoguchi_domain::rentals::{End, OrderEventKind, OrderState};
use madoguchi_domain::requests::RequestState;

use super::answers::{self, OfLine};
use super::decisions::Decision;
use super::{known, words};
use crate::database::Transaction;
use crate::error::FieldError;
use crate::rental_orders::changes::{self, Ending};
use crate::rental_orders::events::{Happened, record};
use crate::rental_orders::{WholeOrder, finders};
use crate::request_parts::{Asked, Decided};
use crate::{Error, FieldCode, Origin, ProblemCode, Scope, Services};

/// The form that says what is cancelled.
pub(super) const FORM: &str = "cancelled_items";

/// Lines that the order has not, other products than stand there, and lines that stand there twice.
pub(super) fn unknown_lines(whole: &WholeOrder, asked: &[OfLine], form: &str) -> Vec<FieldError> {
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for it in asked {
        let at = |field| format!("{form}[{}].{field}", it.at);
        match whole.line(it.line) {
            None => faults.push(FieldError::new(at("line"), FieldCode::NotInOrder)),
            Some(_) if !seen.insert(it.line) => faults.push(FieldError::new(at("line"), FieldCode::Duplicate)),
            Some(line) if search_key(&line.line.product_code) != search_key(&it.product) => {
                faults.push(FieldError::new(at("product"), FieldCode::NotInOrder));
            }
            Some(_) => {}
        }
    }
    faults
}

/// What a cancellation ends, checked against the order as it is now.
///
/// # Errors
/// `order_not_arranged`, `order_over`; at the field: `not_in_order`, `duplicate`, `required`, `before_today`, `outside_rental`, `above_in_rent`,
/// `out_of_range`.
pub(super) fn endings(services: &Services, (given, whole): (&Object, &WholeOrder)) -> Result<Vec<Ending>, Error> {
    let today = jst_date(services.clock.now());
    if whole.order.state == OrderState::Accepted {
        return Err(Error::Refused(ProblemCode::OrderNotArranged));
    }
    if whole.order.state != OrderState::Arranged || whole.lines.iter().all(|it| it.asked().cancellable(today) == 0) {
        return Err(Error::Refused(ProblemCode::OrderOver));
    }
    let asked = answers::of_lines(given, FORM);
    let mut faults = unknown_lines(whole, &asked, FORM);
    let mut endings = Vec::new();
    for it in &asked {
        let at = |field| format!("{FORM}[{}].{field}", it.at);
        let Some(on) = it.on else { continue };
        if let Some(line) = whole.line(it.line) {
            let refusals = line.asked().refusals(End { on, quantity: it.quantity }, today);
            faults.extend(refusals.on.map(|code| FieldError::new(at("cancelled_on"), code)));
            faults.extend(refusals.quantity.map(|code| FieldError::new(at("quantity"), code)));
            endings.push(Ending { line: it.line, quantity: it.quantity, on });
        }
    }
    if answers::cancels_all(given) {
        faults.extend(left_out(whole, &asked, today));
    } else if faults.is_empty() && endings.is_empty() {
        faults.push(FieldError::new(format!("{FORM}[0].cancelled_on"), FieldCode::Required));
    }
    known::refuse(faults)?;
    Ok(endings)
}

/// 全ての商品: every unit that is in rent has its day.
fn left_out(whole: &WholeOrder, asked: &[OfLine], today: chrono::NaiveDate) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for line in whole.lines.iter().filter(|it| it.asked().cancellable(today) > 0) {
        match asked.iter().find(|it| it.line == i64::from(line.line.position)) {
            None => faults.push(FieldError::new(answers::CANCELLED, FieldCode::Required)),
            Some(it) if it.on.is_none() => {
                faults.push(FieldError::new(format!("{FORM}[{}].cancelled_on", it.at), FieldCode::Required));
            }
            Some(it) if it.quantity < line.asked().cancellable(today) => {
                faults.push(FieldError::new(format!("{FORM}[{}].quantity", it.at), FieldCode::OutOfRange));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Sends a cancellation: its units cannot be cancelled once more.
pub(super) async fn file(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<WholeOrder, Error> {
    let whole = known::held_order(tx, scope, asked.answers).await?;
    let endings = endings(services, (asked.answers, &whole))?;
    changes::file_ends(tx, services, (&whole, asked.request.id), &endings).await?;
    let note = note(&whole, &endings);
    let number = Some(asked.request.number.as_str());
    let happened = Happened { kind: OrderEventKind::CancellationFiled, note: &note, request_number: number };
    record(tx, services, (&scope.actor(origin), scope.portal()), &whole.order, happened).await?;
    Ok(whole)
}

fn note(whole: &WholeOrder, endings: &[Ending]) -> String {
    let said = endings
        .iter()
        .filter_map(|it| Some(words::cancelled(it.line, &whole.line(it.line)?.line.product_code, it.quantity, it.on)));
    said.collect::<Vec<_>>().join("、")
}

/// Ends the units, or drops what was asked.
pub(super) async fn decide(tx: &Transaction, decision: Decision<'_>) -> Result<Decided, Error> {
    let Decision { services, who, request, state, .. } = decision;
    let Some(id) = request.order_id else { return Ok(Decided::default()) };
    let whole = finders::hold_of(tx, who.1, (request.customer_id, id)).await?;
    let order = whole.order.clone();
    let kind = if state == RequestState::Completed {
        changes::take_ends(tx, services, who.1, (whole, request.id)).await?;
        OrderEventKind::Cancelled
    } else {
        changes::drop_ends(tx, &order, request.id).await?;
        OrderEventKind::CancellationDropped
    };
    let happened = Happened { kind, note: &decision.answer.note, request_number: Some(&request.number) };
    record(tx, services, who, &order, happened).await?;
    Ok(Decided::default())
}
