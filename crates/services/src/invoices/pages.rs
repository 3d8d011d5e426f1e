//! Pages of the invoices that a filter leaves, in order, and what they come to. Knows no file.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use madoguchi_domain::dates::{Month, fiscal_year};
use madoguchi_domain::policy::InvoicePolicy;
use madoguchi_entities::invoices::Column;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::finders;
use super::selections::{self, Selection};
use super::{Invoice, IssuedBy, Links, correcting, policy};
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, Scope, Services};

/// By what the list is ordered. Equal ones are ordered by day of issue and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Key {
    /// 発行日.
    #[default]
    IssuedOn,
    /// Month billed.
    Month,
    /// Yen to pay.
    Gross,
}

/// Order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordering {
    pub key: Key,
    /// Largest first.
    pub descending: bool,
}

/// A page of invoices.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Invoices with who issued them.
    pub page: Page<(Invoice, IssuedBy)>,
    /// Invoices that the filter leaves in all.
    pub total: u64,
    /// Which corrects which.
    pub links: Links,
    policy: InvoicePolicy,
}

impl Listed {
    /// The day until which an invoice is kept at least.
    #[must_use]
    pub fn kept_until(&self, invoice: &Invoice) -> NaiveDate {
        self.policy.kept_until(invoice.issued_on)
    }
}

/// A page of the invoices that a filter leaves, over all contracts that the user sees.
///
/// # Errors
/// `invalid_cursor`.
pub async fn search(
    services: &Services,
    scope: &Scope,
    selection: &Selection,
    ordering: Ordering,
    part: Part<'_>,
) -> Result<Listed, Error> {
    let policy = policy(scope)?;
    let list = List::new(services, format!("invoices {:?} {ordering:?}", selection.asked));
    let chosen = selection.invoices(services, scope);
    let total = chosen.clone().count(services.db.read()).await?;
    let page = order(ordering).page_of(services, &list, part, &chosen).await?;
    let links = Links::of(services, &page.items).await?;
    let issued = |invoice: Invoice| {
        let by = IssuedBy::of(&invoice, scope.portal(), policy)?;
        Ok((invoice, by))
    };
    let items = page.items.into_iter().map(issued).collect::<Result<_, Error>>()?;
    Ok(Listed { page: Page { items, next_cursor: page.next_cursor }, total, links, policy: policy.clone() })
}

/// At most `limit` of the invoices that a filter leaves, the oldest first.
pub(crate) async fn oldest_first(
    services: &Services,
    scope: &Scope,
    selection: &Selection,
    limit: u64,
) -> Result<Vec<Invoice>, Error> {
    let chosen = selection.invoices(services, scope);
    let ordering = Ordering { key: Key::IssuedOn, descending: false };
    Ok(order(ordering).sort(chosen).limit(limit).all(services.db.read()).await?)
}

fn order(Ordering { key, descending }: Ordering) -> Order<Invoice> {
    let order = Order::unique(Column::Id, |invoice: &Invoice| invoice.id.0);
    let order = order.led_by(Column::IssuedOn, |invoice| invoice.issued_on);
    let order = match key {
        Key::IssuedOn => order,
        Key::Month => order.led_by(Column::Month, |invoice| invoice.month),
        Key::Gross => order.led_by(Column::Gross, |invoice| invoice.gross),
    };
    order.descending(descending)
}

/// Invoices and yen of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthSum {
    /// Month billed.
    pub month: Month,
    /// Invoices.
    pub count: i64,
    /// Yen to pay.
    pub gross: i64,
}

/// What the invoices that a filter leaves come to, and the choices for the next filter. An invoice that was corrected
/// is found and counts for nothing.
#[derive(Clone, Debug)]
pub struct Overview {
    /// By month billed, the newest first.
    pub months: Vec<MonthSum>,
    /// Calendar years of issue of all invoices, newest first.
    pub years: Vec<i32>,
    /// Fiscal years of issue of all invoices, newest first.
    pub fiscal_years: Vec<i32>,
    /// Who issued them, and to whom.
    pub counterparties: Vec<String>,
    /// First month of a fiscal year, 1 to 12.
    pub fiscal_year_starts: u32,
    /// Years that an invoice is kept at least.
    pub kept_years: u32,
}

/// Sums up a selection.
///
/// # Errors
/// Any error of the database.
pub async fn overview(services: &Services, scope: &Scope, selection: &Selection) -> Result<Overview, Error> {
    let policy = policy(scope)?;
    let sums: Vec<(NaiveDate, i64, Option<i64>)> = selection
        .invoices(services, scope)
        .filter(Expr::exists(correcting()).not())
        .select_only()
        .column(Column::Month)
        .column_as(Column::Id.count(), "count")
        // PostgreSQL sums bigint as numeric.
        .column_as(Expr::col(Column::Gross).sum().cast_as("bigint"), "gross")
        .group_by(Column::Month)
        .order_by_desc(Column::Month)
        .into_tuple()
        .all(services.db.read())
        .await?;
    let days: Vec<NaiveDate> = finders::seen_by(scope)
        .select_only()
        .column(Column::IssuedOn)
        .distinct()
        .into_tuple()
        .all(services.db.read())
        .await?;
    let years = |starts| {
        let years: BTreeSet<i32> = days.iter().map(|day| fiscal_year(*day, starts)).collect();
        years.into_iter().rev().collect()
    };
    let sum = |(month, count, gross): (NaiveDate, i64, Option<i64>)| MonthSum {
        month: Month::of(month),
        count,
        gross: gross.unwrap_or(0),
    };
    Ok(Overview {
        months: sums.into_iter().map(sum).collect(),
        years: years(1),
        fiscal_years: years(policy.fiscal_year_starts),
        counterparties: selections::names(services, scope).await?,
        fiscal_year_starts: policy.fiscal_year_starts,
        kept_years: policy.kept_years,
    })
}
