//! One quote in full.

use madoguchi_domain::dates::jst_date;
use madoguchi_domain::rentals::QuoteState;

use super::{Quote, QuoteLine, finders};
use crate::{Error, Scope, Services};

/// A quote in full.
#[derive(Clone, Debug)]
pub struct Detail {
    pub quote: Quote,
    /// By their numbers.
    pub lines: Vec<QuoteLine>,
    /// Whether an order can be made of it now.
    pub is_acceptable: bool,
}

/// One quote in full, by its number.
///
/// # Errors
/// [`Error::NotFound`] when it is absent or not the customer's.
pub async fn get(services: &Services, scope: &Scope, number: &str) -> Result<Detail, Error> {
    let db = services.db.read();
    let quote = finders::find(db, scope, number).await?;
    let lines = finders::lines(db, &quote).await?;
    let is_acceptable = quote.state == QuoteState::Answered && quote.valid_until >= jst_date(services.clock.now());
    Ok(Detail { quote, lines, is_acceptable })
}
