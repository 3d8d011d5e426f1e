//! Finding products by word and category, a page at a time, in the order of any column.
//!
//! A word that few products have is found by the rarest of its grams: those products are looked at one by one, and there are no
//! more of them than [`CANDIDATES_MAX`]. A word that many have stands in so many products that the list in its order soon
//! has a page of them. So no search looks at all products, however many there are.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::{grams_wanted, search_words};
use madoguchi_entities::product_grams;
use madoguchi_entities::products::{Column, Entity};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select, Statement, Value};

use super::{Product, allow, of_portal};
use crate::cursors::{List, Page, Part};
use crate::orders::Order;
use crate::{Error, FieldCode, Scope, Services};

/// Products that are looked at one by one at most.
const CANDIDATES_MAX: i64 = 2_000;
/// Grams of a search that are looked at; more make it no rarer.
const GRAMS_MAX: usize = 12;

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
    let rarest = rarest(conn, portal, &words).await?;
    let select = selected(portal, search, &words, rarest);
    let Search { category, order, descending, .. } = search;
    let name = format!("products {words:?} {category:?} {order:?} {descending}");
    let order = ordered(search);
    let page = order.page_of(services, &List::new(services, name), part, &select).await?;
    // Everything, a whole category and what few have is counted at once by an index; of what many have, only the list is.
    let total = match part {
        _ if part.is_whole(&page) => u64::try_from(page.items.len()).ok(),
        _ if words.is_empty() || rarest.is_some() => Some(count(conn, select).await?),
        _ => None,
    };
    Ok(Found { page, total })
}

fn selected(portal: &Portal, search: &Search<'_>, words: &[String], rarest: Option<(i64, i64)>) -> Select<Entity> {
    // Candidates are of the portal already. Without it no order has an index, so they are what the statement starts from.
    let mut select = match rarest {
        Some(grams) => Entity::find().filter(Column::Id.in_subquery(postings(portal, grams))),
        None => of_portal(portal),
    };
    if let Some(category) = search.category {
        select = select.filter(Column::Category.eq(category));
    }
    let select = select.filter(Column::WithdrawnAt.is_null());
    words.iter().fold(select, |select, word| select.filter(Column::SearchText.contains(word)))
}

/// Products with one of these grams.
fn postings(portal: &Portal, (first, last): (i64, i64)) -> SelectStatement {
    let select = product_grams::Entity::find()
        .select_only()
        .column(product_grams::Column::ProductId)
        .filter(product_grams::Column::Portal.eq(portal.key.as_str()))
        .filter(product_grams::Column::Gram.between(first, last));
    select.into_query()
}

async fn count(conn: &impl ConnectionTrait, select: Select<Entity>) -> Result<u64, Error> {
    let counted = select.select_only().column_as(Column::Id.count(), "products");
    let products: Option<i64> = counted.into_tuple().one(conn).await?;
    u64::try_from(products.unwrap_or(0)).map_err(Error::internal)
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

/// The grams by which few enough products are left to be looked at; none where each is in many of them.
async fn rarest(conn: &impl ConnectionTrait, portal: &Portal, words: &[String]) -> Result<Option<(i64, i64)>, Error> {
    let mut wanted: Vec<(i64, i64)> = words.iter().flat_map(|word| grams_wanted(word)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.truncate(GRAMS_MAX);
    if wanted.is_empty() {
        return Ok(None);
    }
    let count = |place: usize| {
        format!(
            "SELECT CAST({place} AS bigint) AS place, (SELECT COUNT(*) FROM (SELECT 1 FROM product_grams \
             WHERE portal = $1 AND gram >= ${} AND gram <= ${} LIMIT {}) p) AS products",
            place * 2 + 2,
            place * 2 + 3,
            CANDIDATES_MAX + 1
        )
    };
    let sql = (0..wanted.len()).map(count).collect::<Vec<_>>().join(" UNION ALL ");
    let bounds = wanted.iter().flat_map(|(first, last)| [Value::from(*first), Value::from(*last)]);
    let values = std::iter::once(Value::from(portal.key.as_str())).chain(bounds);
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let mut rarest = None;
    for row in conn.query_all_raw(statement).await? {
        let (place, products): (i64, i64) = (row.try_get("", "place")?, row.try_get("", "products")?);
        let place = usize::try_from(place).map_err(Error::internal)?;
        if products <= CANDIDATES_MAX && rarest.is_none_or(|(fewest, _)| products < fewest) {
            rarest = Some((products, wanted[place]));
        }
    }
    Ok(rarest.map(|(_, grams)| grams))
}
