//! Products by their codes, with prices and stock, as an import stores them. Unlike there, a stock is not lowered below what is
//! promised: a system that does so does not know of an order yet.

use madoguchi_domain::dates::jst_date;
use serde_json::json;

use super::{Answers, Basis, Given, How, many, one, record};
use crate::database::Transaction;
use crate::products::store::{self, NewProduct};
use crate::products::{self, Product, by_provider};
use crate::revisions::Revision;
use crate::rows::{RowError, RowOutcome};
use crate::{Error, FieldCode, Provider, Services, stock};

const ACTION: &str = "products.written";

/// Stores many products.
///
/// # Errors
/// [`Error::NotFound`] when the portal offers no products; fields, where all must be right; any error of the database.
pub async fn put_all(
    services: &Services,
    provider: &Provider,
    how: How,
    rows: Given<NewProduct>,
) -> Result<Answers<RowOutcome>, Error> {
    many(services, how, rows, async |tx, rows| store(tx, services, provider, rows).await).await
}

/// Stores one.
///
/// # Errors
/// [`Error::NotFound`] when the portal offers no products; fields; `changed_meanwhile`; any error of the database.
pub async fn put(
    services: &Services,
    provider: &Provider,
    basis: Basis<'_>,
    new: &NewProduct,
) -> Result<(Product, RowOutcome), Error> {
    let find = async |tx: &Transaction| by_provider::find_held(tx, provider.portal(), &new.code).await;
    let store = async |tx: &Transaction| store(tx, services, provider, std::slice::from_ref(new)).await;
    one(services, basis, find, revision, store).await
}

/// The product of a code, in any spelling.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, code: &str) -> Result<Product, Error> {
    by_provider::get(services, provider, code).await
}

/// The revision of a product: of all that is written.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(row: &Product) -> Result<Revision, Error> {
    let Product { code, name, category, daily_price, monthly_price, stock, note, .. } = row;
    Revision::of(&json!([code, name, category, daily_price, monthly_price, stock, note]))
}

async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[NewProduct],
) -> Result<Answers<RowOutcome>, Error> {
    let checked = checked(tx, services, provider, rows).await?;
    let right: Vec<NewProduct> = checked.iter().flatten().copied().cloned().collect();
    let mut stored = store::store(tx, provider, services.clock.now(), &right).await?.into_iter();
    let lost = || Error::internal("a row without an answer");
    let answers = checked.into_iter().map(|row| match row {
        Ok(_) => stored.next().ok_or_else(lost),
        Err(error) => Ok(Err(error)),
    });
    let answers = answers.collect::<Result<Answers<RowOutcome>, Error>>()?;
    record(tx, services, provider, ACTION, rows.iter().map(|row| row.code.as_str()).zip(&answers)).await?;
    Ok(answers)
}

/// Refuses rows that lower a stock below what is promised from today on, as if rows were written one after the other.
async fn checked<'a>(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &'a [NewProduct],
) -> Result<Vec<Result<&'a NewProduct, RowError>>, Error> {
    let (portal, today) = (provider.portal(), jst_date(services.clock.now()));
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let known = products::by_codes(tx, portal, &codes).await?;
    let mut units = stock::promised(tx, portal, known.values().map(|product| product.id), today).await?;
    let mut checked = Vec::with_capacity(rows.len());
    for row in rows {
        let product = known.get(&row.code).and_then(|product| units.get_mut(&product.id));
        // What is no number is refused where rows are read.
        let (Some((there, promised)), Ok(wanted)) = (product, row.stock.parse::<i32>()) else {
            checked.push(Ok(row));
            continue;
        };
        if wanted < *there && i64::from(wanted) < *promised {
            checked.push(Err(RowError::new("stock", FieldCode::StockPromised, &row.stock)));
            continue;
        }
        *there = wanted;
        checked.push(Ok(row));
    }
    Ok(checked)
}
