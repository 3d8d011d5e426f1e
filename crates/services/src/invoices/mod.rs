//! Invoices as their recipient reads them. An invoice covers the contracts billed together; it is never changed.

mod corrections;
mod finders;
mod fingerprints;
mod given;
pub mod issue;
mod issued;
mod issuers;
mod known;
pub mod pages;
mod selections;
mod terms;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use madoguchi_domain::dates::{Month, fiscal_year};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{InvoicePolicy, Portal, YearKind};
use madoguchi_domain::tax::{RateTotal, allocate};
use madoguchi_entities::ids::{ContractId, InvoiceId};
use madoguchi_entities::{contracts as contract_rows, invoice_lines, invoice_totals, invoices};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{Error, FieldCode, Scope, Services, contracts};

pub use corrections::Links;
pub(crate) use corrections::correcting;
use finders::of_contract;
pub(crate) use finders::seen_by;
pub use issuers::IssuedBy;
pub(crate) use issuers::issuer;
pub use madoguchi_entities::invoice_lines::Model as Line;
pub use madoguchi_entities::invoices::{Model as Invoice, PaymentMethod};
pub(crate) use selections::policy;
pub use selections::{Filter, Selection, select};

/// Invoices of a year and the years there are.
#[derive(Clone, Debug)]
pub struct Year {
    /// The year shown.
    pub year: Option<i32>,
    /// Calendar or fiscal.
    pub kind: YearKind,
    /// Years with invoices, newest first.
    pub years: Vec<i32>,
    /// Newest first.
    pub invoices: Vec<Invoice>,
    /// Which corrects which.
    pub links: Links,
}

/// Invoices that cover a contract, of one year; of the newest when none is asked.
///
/// # Errors
/// [`Error::NotFound`] for a contract out of scope or a portal without invoices.
pub async fn list(services: &Services, scope: &Scope, contract: ContractId, year: Option<i32>) -> Result<Year, Error> {
    let policy = policy(scope)?;
    let contract = contracts::find_managed(services, scope, contract).await?;
    let months: Vec<NaiveDate> = of_contract(scope, &contract)
        .select_only()
        .column(invoices::Column::Month)
        .distinct()
        .into_tuple()
        .all(services.db.read())
        .await?;
    let mut years: Vec<i32> = months.into_iter().map(|month| year_of(policy, month)).collect();
    years.sort_unstable_by(|left, right| right.cmp(left));
    years.dedup();
    let Some(year) = year.or(years.first().copied()) else {
        return Ok(Year { year: None, kind: policy.year, years, invoices: Vec::new(), links: Links::default() });
    };
    let (first, last) = bounds(policy, year)?;
    let invoices = of_contract(scope, &contract)
        .filter(invoices::Column::Month.between(first, last))
        .order_by_desc(invoices::Column::Month)
        .order_by_desc(invoices::Column::Number)
        .all(services.db.read())
        .await?;
    let links = Links::of(services, &invoices).await?;
    Ok(Year { year: Some(year), kind: policy.year, years, invoices, links })
}

/// An invoice in full.
#[derive(Clone, Debug)]
pub struct Detail {
    pub invoice: Invoice,
    /// Totals of the whole invoice by rate.
    pub totals: Vec<RateTotal>,
    /// One part for each contract, by number.
    pub parts: Vec<Part>,
    /// Who issued it.
    pub issued_by: IssuedBy,
    /// Number of the invoice that it corrects.
    pub corrects: Option<String>,
    /// Number of the invoice that corrects it.
    pub corrected_by: Option<String>,
}

/// What one contract has of an invoice.
#[derive(Clone, Debug)]
pub struct Part {
    pub contract: contract_rows::Model,
    /// Lines in the provider's order.
    pub lines: Vec<Line>,
    /// By rate; tax allocated from the invoice's by largest remainder.
    pub totals: Vec<RateTotal>,
    /// With tax.
    pub subtotal: i64,
}

/// One invoice that covers a contract.
///
/// # Errors
/// [`Error::NotFound`] when contract or invoice are absent or out of scope.
pub async fn get(services: &Services, scope: &Scope, contract: ContractId, id: InvoiceId) -> Result<Detail, Error> {
    policy(scope)?;
    let contract = contracts::find_managed(services, scope, contract).await?;
    let invoice = of_contract(scope, &contract)
        .filter(invoices::Column::Id.eq(id))
        .one(services.db.read())
        .await?
        .ok_or(Error::NotFound)?;
    detail(services, scope.portal(), invoice).await
}

/// One invoice of those that the user sees, whichever contracts it covers.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or out of scope.
pub async fn find(services: &Services, scope: &Scope, id: InvoiceId) -> Result<Detail, Error> {
    policy(scope)?;
    let own = seen_by(scope).filter(invoices::Column::Id.eq(id));
    let invoice = own.one(services.db.read()).await?.ok_or(Error::NotFound)?;
    detail(services, scope.portal(), invoice).await
}

/// Everything of an invoice that was found before.
pub(crate) async fn detail(services: &Services, portal: &Portal, invoice: Invoice) -> Result<Detail, Error> {
    details(services, portal, vec![invoice]).await?.pop().ok_or(Error::NotFound)
}

/// Everything of invoices that were found before, in their order: four statements, however many there are.
pub(crate) async fn details(
    services: &Services,
    portal: &Portal,
    invoices: Vec<Invoice>,
) -> Result<Vec<Detail>, Error> {
    let policy = portal.invoices.as_ref().ok_or(Error::NotFound)?;
    let db = services.db.read();
    let customers: BTreeSet<_> = invoices.iter().map(|invoice| invoice.customer_id).collect();
    let ids: Vec<_> = invoices.iter().map(|invoice| invoice.id).collect();
    let lines = invoice_lines::Entity::find()
        .filter(invoice_lines::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(invoice_lines::Column::InvoiceId.is_in(ids.iter().copied()))
        .order_by_asc(invoice_lines::Column::Position)
        .all(db)
        .await?;
    let totals = invoice_totals::Entity::find()
        .filter(invoice_totals::Column::CustomerId.is_in(customers.iter().copied()))
        .filter(invoice_totals::Column::InvoiceId.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let billed: BTreeSet<_> = lines.iter().map(|line| line.contract_id).collect();
    let billed = contract_rows::Entity::find()
        .filter(contract_rows::Column::CustomerId.is_in(customers))
        .filter(contract_rows::Column::Id.is_in(billed))
        .order_by_asc(contract_rows::Column::Number)
        .all(db)
        .await?;
    let links = Links::of(services, &invoices).await?;
    let mut lines = by_invoice(lines, |line| line.invoice_id);
    let mut totals = by_invoice(totals, |total| total.invoice_id);
    let whole = |invoice: Invoice| {
        let totals = totals.remove(&invoice.id).unwrap_or_default();
        let total = |row: invoice_totals::Model| RateTotal { rate: row.tax_rate, net: Yen(row.net), tax: Yen(row.tax) };
        let mut totals: Vec<_> = totals.into_iter().map(total).collect();
        totals.sort_by_key(|total| std::cmp::Reverse(total.rate.percent()));
        let parts = parts(&billed, lines.remove(&invoice.id).unwrap_or_default(), &totals);
        let corrects = links.corrects(&invoice).map(str::to_owned);
        let corrected_by = links.corrected_by(&invoice).map(str::to_owned);
        let issued_by = IssuedBy::of(&invoice, portal, policy)?;
        Ok(Detail { invoice, totals, parts, issued_by, corrects, corrected_by })
    };
    invoices.into_iter().map(whole).collect()
}

fn by_invoice<T>(rows: Vec<T>, id: impl Fn(&T) -> InvoiceId) -> HashMap<InvoiceId, Vec<T>> {
    let mut by_invoice: HashMap<_, Vec<T>> = HashMap::new();
    for row in rows {
        by_invoice.entry(id(&row)).or_default().push(row);
    }
    by_invoice
}

/// Splits an invoice by contract. The tax of each rate is shared out so that the parts sum to the invoice exactly.
fn parts(billed: &[contract_rows::Model], lines: Vec<Line>, totals: &[RateTotal]) -> Vec<Part> {
    let mut by_contract: BTreeMap<ContractId, Vec<Line>> = BTreeMap::new();
    for line in lines {
        by_contract.entry(line.contract_id).or_default().push(line);
    }
    let mut parts: Vec<Part> = billed
        .iter()
        .filter_map(|contract| {
            let lines = by_contract.remove(&contract.id)?;
            Some(Part { contract: contract.clone(), lines, totals: Vec::new(), subtotal: 0 })
        })
        .collect();
    for total in totals {
        let net = |part: &Part| part.lines.iter().filter(|l| l.tax_rate == total.rate).map(|l| l.amount).sum::<i64>();
        let nets: Vec<Yen> = parts.iter().map(|part| Yen(net(part))).collect();
        for ((part, net), tax) in parts.iter_mut().zip(&nets).zip(allocate(total.tax, &nets)) {
            if part.lines.iter().any(|line| line.tax_rate == total.rate) {
                part.totals.push(RateTotal { rate: total.rate, net: *net, tax });
                part.subtotal += net.0 + tax.0;
            }
        }
    }
    parts
}

fn year_of(policy: &InvoicePolicy, month: NaiveDate) -> i32 {
    fiscal_year(month, first_month(policy))
}

fn first_month(policy: &InvoicePolicy) -> u32 {
    match policy.year {
        YearKind::Calendar => 1,
        YearKind::Fiscal => policy.fiscal_year_starts,
    }
}

/// First days of the first and of the last month of a year.
fn bounds(policy: &InvoicePolicy, year: i32) -> Result<(NaiveDate, NaiveDate), Error> {
    let out_of_range = |_| Error::invalid("year", FieldCode::OutOfRange);
    let first = Month::new(year, first_month(policy)).map_err(out_of_range)?;
    let next = Month::new(year.saturating_add(1), first_month(policy)).map_err(out_of_range)?;
    Ok((first.first_day(), next.previous().first_day()))
}
