//! Finding products by word and category, a page at a time, in the order of any column.
//!
//! What few products have is found by their grams ([`super::candidates`]), and they are looked at one by one. What many have stands in
//! so many products that the list in its order soon has a page of them.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::search_words;
use madoguchi_entities::products::{Column, Entity};
use sea_orm::sea_query::{Expr, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::candidates::{Candidates, few};
use super::finders::{Product, allow, of_portal};
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services};

/// Products that are counted at most: of more it is only told that there are more.
const COUNTED_MAX: u64 = 20_000;

/// What a list of products is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchOrder {
    /// Their codes.
    Code,
    /// Their names.
    Name,
    /// Price of a day.
    DailyPrice,
    /// Price of a month; those without one come last.
    MonthlyPrice,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// Words as typed, all of which must occur; may be empty.
    pub words: &'a str,
    /// Name of a category.
    pub category: Option<&'a str>,
    /// Order of the list.
    pub order: SearchOrder,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// Part of what was found.
#[derive(Debug)]
pub struct Found {
    /// Products.
    pub page: Page<Product>,
    /// How many there are in all; none where counting would mean to look at very many.
    pub total: Option<u64>,
}

/// Products that are offered.
///
/// # Errors
/// [`Error::NotFound`] where the portal offers no products; `too_long` at `words`; `invalid_cursor`.
pub async fn search(services: &Services, scope: &Scope, search: &Search<'_>, part: Part<'_>) -> Result<Found, Error> {
    let portal = scope.portal();
    allow(portal)?;
    if search.words.chars().count() > 200 {
        return Err(Error::invalid("words", FieldCode::TooLong));
    }
    let words = search_words(search.words);
    let conn = services.db.read();
    let candidates = few(conn, portal, &words).await?;
    let select = selected(portal, search, &words, candidates.as_ref());
    let Search { category, order, descending, .. } = search;
    let name = format!("products {words:?} {category:?} {order:?} {descending}");
    let order = ordered(search);
    let page = order.page_of(services, &List::new(services, name), part, &select).await?;
    // Everything, a category and what few have is counted by an index; what many have is not.
    let total = match part {
        _ if part.is_whole(&page) => u64::try_from(page.items.len()).ok(),
        _ if words.is_empty() || candidates.is_some() => count(conn, select).await?,
        _ => None,
    };
    Ok(Found { page, total })
}

fn selected(portal: &Portal, search: &Search<'_>, words: &[String], candidates: Option<&Candidates>) -> Select<Entity> {
    // Candidates are of the portal already. Without it no order has an index, so they are what the statement starts from.
    let mut select = match candidates {
        Some(candidates) => Entity::find().filter(Column::Id.in_subquery(candidates.ids(portal))),
        None => of_portal(portal),
    };
    if let Some(category) = search.category {
        select = select.filter(Column::Category.eq(category));
    }
    let select = select.filter(Column::WithdrawnAt.is_null());
    words.iter().fold(select, |select, word| select.filter(Column::SearchText.contains(word)))
}

/// How many there are, unless there are very many.
async fn count(conn: &impl ConnectionTrait, select: Select<Entity>) -> Result<Option<u64>, Error> {
    let most = select.select_only().column(Column::Id).limit(COUNTED_MAX + 1).into_query();
    let counted = Query::select().expr(Func::count(Expr::val(1))).from_subquery(most, "products").take();
    let row = conn.query_one(&counted).await?.ok_or_else(|| Error::internal("a count without a row"))?;
    let products = u64::try_from(row.try_get_by_index::<i64>(0)?).map_err(Error::internal)?;
    Ok(Some(products).filter(|products| *products <= COUNTED_MAX))
}

fn ordered(search: &Search<'_>) -> Order<Product> {
    let order = Order::unique(Column::Id, |product: &Product| product.id.0);
    let order = match search.order {
        SearchOrder::Code => order.led_by(Column::Code, |product| product.code.clone()),
        SearchOrder::Name => order.led_by(Column::Name, |product| product.name.clone()),
        SearchOrder::DailyPrice => order.led_by(Column::DailyPrice, |product| product.daily_price),
        SearchOrder::MonthlyPrice => order.led_by_optional(Column::MonthlyPrice, |product| product.monthly_price),
    };
    order.descending(search.descending)
}
