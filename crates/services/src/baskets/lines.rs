//! The lines of a basket with what they cost and how many units are free.

use std::collections::HashMap;

use chrono::NaiveDate;
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{FieldKind, Portal, RequestAction};
use madoguchi_domain::rental_charges::{self, Estimate};
use madoguchi_entities::basket_lines::{self, Column, Entity};
use madoguchi_entities::ids::ProductId;
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect};

pub use madoguchi_entities::basket_lines::Model as Row;

use super::wishes::Wish;
use crate::products::{self, Product};
use crate::stock::{self, Wanted};
use crate::{Error, Scope, Services};

/// Lines of a basket where no form says how many goods it asks for.
const LINES_MAX: u32 = 20;

/// A line of a basket.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its row.
    pub row: Row,
    /// What is wanted; it may be offered no longer.
    pub product: Product,
    /// What one unit is estimated to cost, where the period is known.
    pub estimate: Option<Estimate>,
    /// Units that are free in the period, where it is known.
    pub free: Option<i64>,
}

impl Line {
    /// What all units of the line are estimated to cost.
    #[must_use]
    pub fn amount(&self) -> Option<Yen> {
        let quantity = u32::try_from(self.row.quantity).ok()?;
        self.estimate.as_ref().and_then(|estimate| estimate.of_units(quantity))
    }
}

/// The lines of the user's basket, in the order in which they were put in.
///
/// # Errors
/// [`Error::NotFound`] where the portal has no catalogue.
pub async fn list(services: &Services, scope: &Scope) -> Result<Vec<Line>, Error> {
    products::allow(scope.portal())?;
    lines(services.db.read(), scope).await
}

/// The same for any connection: what a request is opened with.
///
/// # Errors
/// Those of the database.
pub async fn lines(conn: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Line>, Error> {
    let rows = own(scope).order_by_asc(Column::Id).limit(u64::from(lines_max(scope.portal()))).all(conn).await?;
    let products = products::by_ids(conn, scope.portal(), rows.iter().map(|row| row.product_id)).await?;
    let periods = rows.iter().filter_map(|row| Some((row, period(row)?)));
    let wanted: Vec<(&Row, Wanted)> =
        periods.map(|(row, (from, until))| (row, Wanted { product_id: row.product_id, from, until })).collect();
    let periods: Vec<Wanted> = wanted.iter().map(|(_, wanted)| *wanted).collect();
    let free = stock::free(conn, &periods).await?;
    let free: HashMap<_, _> = wanted.iter().map(|(row, _)| row.id).zip(free).collect();
    let line = |row: Row| {
        let product = products.get(&row.product_id)?.clone();
        let estimate = period(&row)
            .and_then(|(from, until)| rental_charges::estimate(products::prices(&product), from, until).ok());
        Some(Line { free: free.get(&row.id).map(|free| (*free).max(0)), estimate, product, row })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// The basket of the user.
pub(super) fn own(scope: &Scope) -> sea_orm::Select<Entity> {
    scope.rows(Entity, Column::Portal, [Column::CustomerId]).filter(Column::UserId.eq(scope.user_id()))
}

fn period(row: &Row) -> Option<(NaiveDate, NaiveDate)> {
    row.from_on.zip(row.until_on)
}

/// Most lines of a basket: as many as an order can have.
#[must_use]
pub fn lines_max(portal: &Portal) -> u32 {
    let ordered = portal.request_kinds.iter().filter(|kind| kind.action == RequestAction::Order);
    let mut forms = ordered.flat_map(|kind| &kind.forms).filter_map(|name| portal.forms.get(name));
    let of_products = forms.find(|form| form.fields.iter().any(|field| field.kind == FieldKind::Product));
    of_products.and_then(|form| form.repeat_max).unwrap_or(LINES_MAX)
}

/// Which products a basket names.
pub(super) fn same(row: &basket_lines::Model, product: ProductId, wish: &Wish) -> bool {
    row.product_id == product && row.from_on == wish.from && row.until_on == wish.until
}
