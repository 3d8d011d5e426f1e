//! Charging a month that is over: each contract that stored more than is free gets an invoice with the fee, once, however
//! often and by how many at once the month is charged. What was charged stays on the row, whatever the policy says later.

mod lines;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::contracts::ContractStatus;
use madoguchi_domain::dates::{Month, jst_date};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{ContractPolicy, INVOICE_NUMBERING, InvoicePolicy, Portal};
use madoguchi_entities::contract_usages::{self, Column};
use madoguchi_entities::ids::{ContractId, CustomerId};
use madoguchi_entities::invoices;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::store::KEY;
use super::{Row, orders, policy};
use crate::audit_events::{self, Event};
use crate::contracts::{Contract, known};
use crate::database::Transaction;
use crate::invoices::issue::Terms;
use crate::{Error, FieldCode, Provider, Services, invoice_publishing, numberings, rows};

use lines::Due;

/// Rows that are charged together.
const BATCH: usize = 500;
/// Times that numbers are drawn: some may be taken by invoices that the provider issued otherwise.
const TRIES: usize = 100;

/// How a month is charged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Charging {
    /// 発行日; without it the day of the portal's policy, or today when that is over.
    pub issued_on: Option<NaiveDate>,
    /// Whether people with mail notice on are mailed.
    pub mailed: bool,
}

/// A contract whose month was not charged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Number of the contract.
    pub contract: String,
    /// `service_not_ordered`, or `contract_cancelled`.
    pub code: &'static str,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charged {
    /// Invoices that were issued.
    pub invoices: usize,
    /// Yen before tax on them.
    pub amount: i64,
    /// Months that were free.
    pub free: usize,
    /// Contracts that stored more than is free and are not charged.
    pub left_out: Vec<LeftOut>,
}

/// Contracts up to this one are done.
type After = (CustomerId, ContractId);

/// Charges exactly this month. What was charged before is left as it is.
///
/// # Errors
/// `out_of_range` at `month` while it is not over; [`Error::NotFound`] when the portal has no such fees; any error of the
/// database: what was charged until then stays, and charging again goes on from there.
pub async fn charge(
    services: &Services,
    provider: &Provider,
    month: Month,
    charging: Charging,
) -> Result<Charged, Error> {
    policy(provider.portal())?;
    if month >= Month::of(jst_date(services.clock.now())) {
        return Err(Error::invalid("month", FieldCode::OutOfRange));
    }
    let (mut charged, mut after) = (Charged::default(), None);
    loop {
        let (batch, next) = services
            .db
            .transaction(async |tx| charge_batch(tx, services, provider, month, charging, after).await)
            .await?;
        charged.invoices += batch.invoices;
        charged.amount += batch.amount;
        charged.free += batch.free;
        charged.left_out.extend(batch.left_out);
        if next.is_none() {
            return Ok(charged);
        }
        after = next;
    }
}

async fn charge_batch(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    month: Month,
    charging: Charging,
    after: Option<After>,
) -> Result<(Charged, Option<After>), Error> {
    let (portal, now) = (provider.portal(), services.clock.now());
    let policy = policy(portal)?;
    let waiting = waiting(tx, portal, month, after).await?;
    let Some(last) = waiting.last().map(|row| (row.customer_id, row.contract_id)) else {
        return Ok((Charged::default(), None));
    };
    let contracts = known::by_id(tx, waiting.iter().map(|row| row.contract_id)).await?;
    let Sorted { mut settled, due, left_out } = sort(policy, &contracts, waiting, now)?;
    let free = settled.len();
    let mut charged = Charged { free, left_out, ..Charged::default() };
    if !due.is_empty() {
        let terms = terms(portal, month, charging, now)?;
        let groups = known::groups_of(tx, due.iter().map(|due| due.contract.billing_group_id)).await?;
        let numbers = numbers(tx, portal, jst_date(now), due.len()).await?;
        let invoices: Vec<_> = due
            .iter()
            .zip(numbers)
            .map(|(due, number)| due.invoice(policy, &groups, number, month, &terms))
            .collect::<Result<_, _>>()?;
        let issued = invoice_publishing::publish_in(tx, services, provider, &invoices, charging.mailed).await?;
        for ((due, issued), invoice) in due.into_iter().zip(issued).zip(&invoices) {
            let issued = issued.map_err(|error| Error::internal(format!("invoice {}: {error}", invoice.number)))?;
            charged.invoices += 1;
            charged.amount += invoice.lines.iter().map(|line| line.amount.0).sum::<i64>();
            settled.extend(due.rows.into_iter().map(|row| Row { invoice_id: Some(issued.id), ..row }));
        }
    }
    settle(tx, settled).await?;
    if charged.invoices + charged.free > 0 {
        let detail = serde_json::json!({
            "month": month, "invoices": charged.invoices, "amount": charged.amount, "free": charged.free,
        });
        let event = Event::named("usages.charged").with(detail);
        audit_events::record(tx, services, portal, provider.actor(), event).await?;
    }
    Ok((charged, Some(last)))
}

/// Rows of the month that were not charged, held until the end: who comes second finds them charged. Those of one contract
/// come together.
async fn waiting(tx: &Transaction, portal: &Portal, month: Month, after: Option<After>) -> Result<Vec<Row>, Error> {
    let mut select = contract_usages::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::Month.eq(month.first_day()))
        .filter(Column::ChargedAt.is_null());
    if let Some((customer, contract)) = after {
        let columns = [Expr::col(Column::CustomerId), Expr::col(Column::ContractId)];
        let values = [Expr::value(customer), Expr::value(contract)];
        select = select.filter(Expr::tuple(columns).gt(Expr::tuple(values)));
    }
    let mut found = select
        .order_by_asc(Column::CustomerId)
        .order_by_asc(Column::ContractId)
        .order_by_asc(Column::Code)
        .limit(u64::try_from(BATCH).map_err(Error::internal)?)
        .lock_exclusive()
        .all(tx)
        .await?;
    if found.len() == BATCH
        && let (Some(first), Some(last)) = (found.first(), found.last())
        && first.contract_id != last.contract_id
    {
        // The next batch has the rest of it.
        let cut = last.contract_id;
        found.retain(|row| row.contract_id != cut);
    }
    Ok(found)
}

/// What is to be done with the rows of a batch.
#[derive(Default)]
struct Sorted {
    /// Free months, as they will be kept.
    settled: Vec<Row>,
    /// By contract.
    due: Vec<Due>,
    left_out: Vec<LeftOut>,
}

fn sort(
    policy: &ContractPolicy,
    contracts: &std::collections::HashMap<ContractId, Contract>,
    waiting: Vec<Row>,
    now: DateTime<Utc>,
) -> Result<Sorted, Error> {
    let mut sorted = Sorted::default();
    for row in waiting {
        let contract = contracts.get(&row.contract_id).ok_or(Error::NotFound)?;
        let Some(fee) = policy.usage_fee(&row.code) else { continue };
        let amount = fee.rule().of(row.bytes);
        let settled = Row { fee: Some(amount.0), charged_at: Some(now), updated_at: now, ..row };
        if amount == Yen::ZERO {
            sorted.settled.push(settled);
            continue;
        }
        let left_out = if contract.status == ContractStatus::Cancelled {
            Some("contract_cancelled")
        } else if orders(fee, contract)? {
            None
        } else {
            Some("service_not_ordered")
        };
        match (left_out, sorted.due.last_mut()) {
            (Some(code), _) => sorted.left_out.push(LeftOut { contract: contract.number.clone(), code }),
            (None, Some(due)) if due.contract.id == contract.id => due.rows.push(settled),
            (None, _) => sorted.due.push(Due { contract: contract.clone(), rows: vec![settled] }),
        }
    }
    Ok(sorted)
}

/// Dates of the invoices. Charged late, they are due in the month after that in which they are issued.
fn terms(portal: &Portal, month: Month, charging: Charging, now: DateTime<Utc>) -> Result<Terms, Error> {
    let policy: &InvoicePolicy = portal.invoices.as_ref().ok_or(Error::NotFound)?;
    let usual = policy.issued_on(month);
    let issued_on = charging.issued_on.unwrap_or_else(|| std::cmp::Ord::max(usual, jst_date(now)));
    let due_on = if issued_on > usual { policy.due_on(Month::of(issued_on)) } else { policy.due_on(month) };
    Ok(Terms { issued_on: Some(issued_on), due_on, ..Terms::default() })
}

/// Numbers that no invoice has.
async fn numbers(tx: &Transaction, portal: &Portal, today: NaiveDate, count: usize) -> Result<Vec<String>, Error> {
    let mut free = Vec::with_capacity(count);
    for _ in 0..TRIES {
        let drawn = numberings::next_several(tx, portal, INVOICE_NUMBERING, today, count - free.len()).await?;
        let taken: Vec<String> = invoices::Entity::find()
            .select_only()
            .column(invoices::Column::Number)
            .filter(invoices::Column::Portal.eq(portal.key.as_str()))
            .filter(invoices::Column::Number.is_in(drawn.iter().map(String::as_str)))
            .into_tuple()
            .all(tx)
            .await?;
        free.extend(drawn.into_iter().filter(|number| !taken.contains(number)));
        if free.len() == count {
            return Ok(free);
        }
    }
    Err(Error::Refused(crate::ProblemCode::NumbersExhausted))
}

/// Keeps what was charged.
async fn settle(tx: &Transaction, settled: Vec<Row>) -> Result<(), Error> {
    let kept = [Column::Fee, Column::ChargedAt, Column::InvoiceId, Column::UpdatedAt];
    let replace = OnConflict::columns(KEY).update_columns(kept).to_owned();
    rows::insert(tx, settled.into_iter().map(|row| row.into_active_model().reset_all()), Some(&replace)).await
}
