//! How many units of products are free in a period that is asked for, and what renting one costs.

use chrono::NaiveDate;
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::rental_charges::{self, Estimate, RentalError};

use super::finders::{Product, prices};
use crate::stock::{self, Span, Wanted};
use crate::{Error, FieldCode, Services};

/// Longest period that is told day by day.
const DAYS_MAX: u32 = 731;

/// A period that is asked for: first and last day, both of which belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: NaiveDate,
    until: NaiveDate,
}

impl Period {
    /// Without a first day it begins today, without a last one it is a day.
    ///
    /// # Errors
    /// `range_reversed` or `out_of_range` (two years) at `until`.
    pub fn asked(services: &Services, from: Option<NaiveDate>, until: Option<NaiveDate>) -> Result<Self, Error> {
        let from = from.unwrap_or_else(|| jst_date(services.clock.now()));
        let until = until.unwrap_or(from);
        match rental_charges::days(from, until) {
            Ok(days) if days <= DAYS_MAX => Ok(Self { from, until }),
            Err(RentalError::Reversed) => Err(Error::invalid("until", FieldCode::RangeReversed)),
            _ => Err(Error::invalid("until", FieldCode::OutOfRange)),
        }
    }

    /// First day.
    #[must_use]
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// Last day.
    #[must_use]
    pub fn until(self) -> NaiveDate {
        self.until
    }

    /// What renting one unit costs.
    ///
    /// # Errors
    /// When the price is beyond all bounds.
    pub fn estimate(self, product: &Product) -> Result<Estimate, RentalError> {
        rental_charges::estimate(prices(product), self.from, self.until)
    }
}

/// Units of each product that are free on every day of a period, in their order.
///
/// # Errors
/// Those of the database.
pub async fn available(services: &Services, products: &[Product], period: Period) -> Result<Vec<i64>, Error> {
    let Period { from, until } = period;
    let wanted: Vec<Wanted> = products.iter().map(|product| Wanted { product_id: product.id, from, until }).collect();
    let free = stock::free(services.db.read(), &wanted).await?;
    Ok(free.into_iter().map(|free| free.max(0)).collect())
}

/// Units of a product that are free, day by day.
///
/// # Errors
/// Those of the database.
pub async fn availability(services: &Services, product: &Product, period: Period) -> Result<Vec<Span>, Error> {
    stock::spans(services.db.read(), product, period.from, period.until).await
}
