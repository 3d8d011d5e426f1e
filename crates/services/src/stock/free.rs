//! How many units are free in a period: those there are, less the most that are promised on any of its days. The most is on the
//! first day or on one on which another reservation begins, so only those are looked at, by the database, for all periods
//! at once.

use chrono::NaiveDate;
use madoguchi_entities::ids::ProductId;
use madoguchi_entities::products;
use madoguchi_entities::stock_reservations::{self, Column};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};

use crate::Error;

/// A product in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which.
    pub product_id: ProductId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, which belongs to it.
    pub until: NaiveDate,
}

/// No rental ends after it.
const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar");
/// Values of a period in the statement.
const VALUES: usize = 4;
/// Periods of a statement at most.
const WANTED_MAX: usize = 1_000;

/// Units that are free on every day of each period, in the order given. Fewer than none where the provider has fewer units
/// than it promised; none of a product that is not there.
///
/// # Errors
/// Those of the database.
pub async fn free(conn: &impl ConnectionTrait, wanted: &[Wanted]) -> Result<Vec<i64>, Error> {
    let mut left = vec![0; wanted.len()];
    for (part, offset) in wanted.chunks(WANTED_MAX).zip((0..).step_by(WANTED_MAX)) {
        let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql(part.len()), values(part));
        for row in conn.query_all_raw(statement).await? {
            let at = usize::try_from(row.try_get::<i64>("", "place")?).map_err(Error::internal)?;
            left[offset + at] = row.try_get("", "units")?;
        }
    }
    Ok(left)
}

/// Units of a product that are free on every day of a period; never fewer than none.
///
/// # Errors
/// Those of the database.
pub async fn available(
    conn: &impl ConnectionTrait,
    product_id: ProductId,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<i64, Error> {
    let left = free(conn, &[Wanted { product_id, from, until }]).await?;
    Ok(left.first().copied().unwrap_or(0).max(0))
}

/// The most units of each product that are promised on one of the days from a day on.
///
/// # Errors
/// Those of the database.
pub(super) async fn promised(
    conn: &impl ConnectionTrait,
    products: &[products::Model],
    from: NaiveDate,
) -> Result<Vec<i64>, Error> {
    let wanted: Vec<Wanted> =
        products.iter().map(|product| Wanted { product_id: product.id, from, until: LAST_DAY }).collect();
    let left = free(conn, &wanted).await?;
    Ok(products.iter().zip(left).map(|(product, left)| i64::from(product.stock) - left).collect())
}

fn sql(count: usize) -> String {
    let row = |at: usize| format!("(${}, ${}, ${}, ${})", at + 1, at + 2, at + 3, at + 4);
    let rows: Vec<String> = (0..count).map(|at| row(at * VALUES)).collect();
    format!(
        "WITH wanted (place, product_id, from_on, until_on) AS (VALUES {}), \
         days AS ( \
           SELECT place, product_id, from_on AS day FROM wanted \
           UNION \
           SELECT w.place, w.product_id, s.from_on FROM wanted w \
           JOIN stock_reservations s ON s.product_id = w.product_id \
             AND s.until_on >= w.from_on AND s.from_on > w.from_on AND s.from_on <= w.until_on), \
         used AS ( \
           SELECT d.place, d.day, SUM(r.quantity) AS units FROM days d \
           JOIN stock_reservations r ON r.product_id = d.product_id AND r.until_on >= d.day AND r.from_on <= d.day \
           GROUP BY d.place, d.day) \
         SELECT w.place, CAST(p.stock - COALESCE(MAX(u.units), 0) AS bigint) AS units FROM wanted w \
         JOIN products p ON p.id = w.product_id \
         LEFT JOIN used u ON u.place = w.place \
         GROUP BY w.place, p.stock",
        rows.join(", ")
    )
}

fn values(wanted: &[Wanted]) -> Vec<Value> {
    let of = |(at, wanted): (usize, &Wanted)| -> [Value; VALUES] {
        let place = i64::try_from(at).unwrap_or(i64::MAX);
        [place.into(), wanted.product_id.into(), wanted.from.into(), wanted.until.into()]
    };
    wanted.iter().enumerate().flat_map(of).collect()
}

/// Days that follow each other with as many units free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Units free on each of them.
    pub units: i64,
}

/// A period of a product, cut where the number of its free units changes.
///
/// # Errors
/// Those of the database.
pub async fn spans(
    conn: &impl ConnectionTrait,
    product: &products::Model,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Span>, Error> {
    let promised = stock_reservations::Entity::find()
        .filter(Column::ProductId.eq(product.id))
        .filter(Column::UntilOn.gte(from))
        .filter(Column::FromOn.lte(until))
        .all(conn)
        .await?;
    let mut changes: Vec<(NaiveDate, i64)> = vec![(from, 0)];
    for row in promised.iter().filter(|row| row.from_on <= row.until_on) {
        changes.push((row.from_on.max(from), -i64::from(row.quantity)));
        changes
            .extend(row.until_on.succ_opt().filter(|after| *after <= until).map(|after| (after, row.quantity.into())));
    }
    changes.sort_unstable();
    let (mut spans, mut units) = (Vec::<Span>::new(), i64::from(product.stock));
    for day in changes.chunk_by(|left, right| left.0 == right.0) {
        units += day.iter().map(|(_, change)| change).sum::<i64>();
        let (first, free) = (day[0].0, units.max(0));
        match spans.last_mut() {
            Some(last) if last.units == free => {}
            Some(last) => {
                last.until = first.pred_opt().unwrap_or(first);
                spans.push(Span { from: first, until, units: free });
            }
            None => spans.push(Span { from: first, until, units: free }),
        }
    }
    Ok(spans)
}
