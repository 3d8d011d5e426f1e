//! What lines cost: the cheaper of days and months for units that end together.

use chrono::NaiveDate;
use madoguchi_domain::money::Yen;
use madoguchi_domain::rental_charges::{Estimate, RentalPrices, estimate};
use madoguchi_domain::rentals::{RentalLine, Stretch};

use super::Line;
use crate::Error;

/// What units that end together cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Which units, from when to when.
    pub of: Stretch,
    /// What one of them costs, and how that is reckoned.
    pub estimate: Estimate,
    /// Yen of all of them, before tax.
    pub amount: Yen,
}

/// What a unit of a line costs.
#[must_use]
pub fn prices(line: &Line) -> RentalPrices {
    RentalPrices { daily: Yen(line.daily_price), monthly: line.monthly_price.map(Yen) }
}

/// What a line costs up to a day, itself included.
///
/// # Errors
/// Amounts beyond 64 bits.
pub fn charge_to(rental: &RentalLine, prices: RentalPrices, day: NaiveDate) -> Result<Vec<Charge>, Error> {
    let begun = rental.groups().into_iter().filter(|group| group.first <= day);
    begun.map(|group| charge(prices, Stretch { last: group.last.min(day), ..group })).collect()
}

/// What so many units cost from one day to another.
pub(crate) fn charge(prices: RentalPrices, of: Stretch) -> Result<Charge, Error> {
    let estimate = estimate(prices, of.first, of.last).map_err(Error::internal)?;
    let amount = estimate.amount.checked_mul(of.quantity).ok_or_else(|| Error::internal("beyond 64 bits"))?;
    Ok(Charge { of, estimate, amount })
}

/// The sum of charges.
pub(crate) fn total(charges: &[Charge]) -> Result<Yen, Error> {
    let amounts = charges.iter().map(|charge| charge.amount);
    Yen::checked_sum(amounts).ok_or_else(|| Error::internal("beyond 64 bits"))
}
