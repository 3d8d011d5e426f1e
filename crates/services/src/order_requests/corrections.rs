//! 注文修正: before the goods are arranged, lines and addresses are replaced; afterwards, last days move on (期間延長) and nothing
//! else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::rentals::{OrderEventKind, OrderState};
use sea_orm::ConnectionTrait;

use super::answers::{self, Item};
use super::decisions::Decision;
use super::{known, ordered, words};
use crate::database::Transaction;
use crate::error::FieldError;
use crate::rental_orders::events::{Happened, record};
use crate::rental_orders::new::NewLine;
use crate::rental_orders::{Line, WholeOrder, changes, finders, prices};
use crate::request_parts::{Asked, Decided};
use crate::{Error, FieldCode, ProblemCode, Scope, Services};

/// What a correction comes to.
pub(super) enum Correction {
    /// Other lines and addresses.
    Lines(Vec<NewLine>),
    /// Last days that move on, by the numbers of lines.
    Days(BTreeMap<i64, NaiveDate>),
}

/// What a correction comes to for an order as it is now.
///
/// # Errors
/// `order_over`; `only_extension` at the field that must stay; every other fault at its path.
pub(super) async fn understood(
    db: &impl ConnectionTrait,
    services: &Services,
    portal: &Portal,
    (given, whole): (&Object, &WholeOrder),
) -> Result<Correction, Error> {
    let today = jst_date(services.clock.now());
    match whole.order.state {
        OrderState::Accepted => {
            let lines = ordered::lines(db, services, portal, (given, None)).await?;
            Ok(Correction::Lines(as_agreed(lines, whole)))
        }
        OrderState::Arranged if !whole.is_over(today) => {
            let items = answers::items(given);
            known::refuse(ordered::faults(&items, given, today, true))?;
            let products = known::products(db, portal, items.iter().map(|item| item.product.clone())).await?;
            let spelled = |item: &Item| products.get(&item.product).map(|product| product.code.clone());
            extension(&items, whole, today, spelled).map(Correction::Days)
        }
        _ => Err(Error::Refused(ProblemCode::OrderOver)),
    }
}

/// What was agreed stays agreed: a line that asks for no more units or days of a product than it has now keeps its prices, as
/// those of a quote. More of it is a new matter, at the prices of the catalogue.
fn as_agreed(mut lines: Vec<NewLine>, whole: &WholeOrder) -> Vec<NewLine> {
    let days = |first: NaiveDate, last: NaiveDate| last - first;
    let mut agreed: Vec<&Line> = whole.lines.iter().map(|it| &it.line).collect();
    for line in &mut lines {
        let is_same = |it: &&Line| {
            it.product_code == line.product_code
                && line.quantity <= it.quantity
                && days(line.first_on, line.last_on) <= days(it.first_on, it.last_on)
        };
        if let Some(at) = agreed.iter().position(is_same) {
            line.prices = prices(agreed.remove(at));
        }
    }
    lines
}

/// The items stand for the lines that still run, in their order.
fn extension(
    items: &[Item],
    whole: &WholeOrder,
    today: NaiveDate,
    spelled: impl Fn(&Item) -> Option<String>,
) -> Result<BTreeMap<i64, NaiveDate>, Error> {
    let running: Vec<_> = whole.lines.iter().filter(|it| it.asked().cancellable(today) > 0).collect();
    let (mut days, mut faults) = (BTreeMap::new(), Vec::new());
    let mut refuse = |at: usize, field: &str| {
        faults.push(FieldError::new(format!("items[{at}].{field}"), FieldCode::OnlyExtension));
    };
    for (at, item) in items.iter().enumerate() {
        let Some(it) = running.get(at) else {
            refuse(at, "product");
            continue;
        };
        if spelled(item).as_deref() != Some(it.line.product_code.as_str()) {
            refuse(at, "product");
        }
        if item.quantity != it.asked().open() {
            refuse(at, "quantity");
        }
        if item.first != it.line.first_on {
            refuse(at, "period.first");
        }
        if item.last < it.line.last_on {
            refuse(at, "period.last");
        }
        if item.last > it.line.last_on {
            days.insert(i64::from(it.line.position), item.last);
        }
    }
    if faults.is_empty() && days.is_empty() {
        // Nothing would change.
        faults.push(FieldError::new("items[0].period.last", FieldCode::OnlyExtension));
    }
    known::refuse(faults)?;
    Ok(days)
}

/// Sends a correction: it is understood once more while the order is held.
pub(super) async fn file(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    asked: Asked<'_>,
) -> Result<WholeOrder, Error> {
    let whole = known::held_order(tx, scope, asked.answers).await?;
    understood(tx, services, scope.portal(), (asked.answers, &whole)).await?;
    Ok(whole)
}

/// Brings a correction into force; refused or taken back, it changes nothing.
pub(super) async fn decide(tx: &Transaction, decision: Decision<'_>) -> Result<Decided, Error> {
    let Decision { services, who, request, .. } = decision;
    let (Some(id), true) = (request.order_id, decision.is_done()) else { return Ok(Decided::default()) };
    let whole = finders::hold_of(tx, who.1, (request.customer_id, id)).await?;
    let given: Object = serde_json::from_str(&request.answers).map_err(Error::internal)?;
    let order = whole.order.clone();
    let correction = understood(tx, services, who.1, (&given, &whole)).await?;
    let (kind, note) = match &correction {
        Correction::Lines(_) => {
            let changes = answers::text(&given, "rental", "changes").unwrap_or_default();
            (OrderEventKind::Corrected, changes.replace('\n', " "))
        }
        Correction::Days(days) => {
            let moved = days
                .iter()
                .filter_map(|(line, last)| Some(words::extended(*line, &whole.line(*line)?.line.product_code, *last)));
            (OrderEventKind::Extended, moved.collect::<Vec<_>>().join("、"))
        }
    };
    match correction {
        Correction::Lines(lines) => {
            changes::correct(tx, services, &whole, (ordered::written(&given)?, &lines)).await?;
        }
        Correction::Days(days) => changes::extend(tx, services, who.1, (whole, &days)).await?,
    }
    let happened = Happened { kind, note: &note, request_number: Some(&request.number) };
    record(tx, services, who, &order, happened).await?;
    Ok(Decided::default())
}
