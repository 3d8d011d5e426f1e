//! Which products a search has to look at, where those are few: what has the rarest gram of all words, or what two words have in
//! common. Only so many rows are read of each gram, however many there are.

use madoguchi_domain::policy::Portal;
use madoguchi_domain::products::grams_wanted;
use madoguchi_entities::product_grams::{Column, Entity};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Statement, Value};

use crate::Error;

/// Products that are looked at one by one at most.
const FEW: i64 = 2_000;
/// Grams of a search that are looked at; more make it no rarer.
const GRAMS_MAX: usize = 12;
/// Pairs of words that are looked at.
const PAIRS_MAX: usize = 2;

/// Grams, as a range.
type Grams = (i64, i64);

/// Products that have a gram of each of these ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidates(Vec<Grams>);

impl Candidates {
    /// Their ids.
    pub(super) fn ids(&self, portal: &Portal) -> SelectStatement {
        let mut ids: Option<SelectStatement> = None;
        for (first, last) in &self.0 {
            let of_gram = Entity::find()
                .select_only()
                .column(Column::ProductId)
                .filter(Column::Portal.eq(portal.key.as_str()))
                .filter(Column::Gram.between(*first, *last));
            let of_gram = match ids {
                Some(others) => of_gram.filter(Column::ProductId.in_subquery(others)),
                None => of_gram,
            };
            ids = Some(of_gram.into_query());
        }
        ids.unwrap_or_default()
    }
}

/// The candidates, where they are few.
pub(super) async fn few(
    conn: &impl ConnectionTrait,
    portal: &Portal,
    words: &[String],
) -> Result<Option<Candidates>, Error> {
    let mut wanted: Vec<Grams> = words.iter().flat_map(|word| grams_wanted(word)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.truncate(GRAMS_MAX);
    let single: Vec<Candidates> = wanted.into_iter().map(|grams| Candidates(vec![grams])).collect();
    if let Some(rarest) = rarest(conn, portal, single).await? {
        return Ok(Some(rarest));
    }
    let first = |word: &String| grams_wanted(word).first().copied();
    let pair = |pair: &[String]| Some(Candidates(vec![first(&pair[0])?, first(&pair[1])?]));
    let pairs: Vec<Candidates> = words.windows(2).take(PAIRS_MAX).filter_map(pair).collect();
    rarest(conn, portal, pairs).await
}

/// Those that fewest products are; none where each are many.
async fn rarest(
    conn: &impl ConnectionTrait,
    portal: &Portal,
    choices: Vec<Candidates>,
) -> Result<Option<Candidates>, Error> {
    if choices.is_empty() {
        return Ok(None);
    }
    let mut values: Vec<Value> = vec![portal.key.as_str().into()];
    let mut counts = Vec::new();
    for (place, Candidates(ranges)) in choices.iter().enumerate() {
        let mut rows = "SELECT 1 AS found".to_owned();
        for (depth, (first, last)) in ranges.iter().enumerate() {
            values.extend([Value::from(*first), Value::from(*last)]);
            let (from, until) = (values.len() - 1, values.len());
            let of_gram = format!("FROM product_grams WHERE portal = $1 AND gram >= ${from} AND gram <= ${until}");
            rows = if depth == 0 {
                format!("{rows} {of_gram}")
            } else {
                format!("{rows} AND product_id IN (SELECT product_id {of_gram})")
            };
        }
        counts.push(format!(
            "SELECT CAST({place} AS bigint) AS place, (SELECT COUNT(*) FROM ({rows} LIMIT {}) p) AS products",
            FEW + 1
        ));
    }
    let sql = counts.join(" UNION ALL ");
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let mut rarest: Option<(i64, usize)> = None;
    for row in conn.query_all_raw(statement).await? {
        let (place, products): (i64, i64) = (row.try_get("", "place")?, row.try_get("", "products")?);
        if products <= FEW && rarest.is_none_or(|(fewest, _)| products < fewest) {
            rarest = Some((products, usize::try_from(place).map_err(Error::internal)?));
        }
    }
    Ok(rarest.and_then(|(_, place)| choices.into_iter().nth(place)))
}
