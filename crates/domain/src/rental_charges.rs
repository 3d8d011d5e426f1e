//! What renting a unit for a period costs: days with both ends counted, months by the calendar, and the cheaper of the two
//! with how it was reckoned. Knows no product and not what day it is.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::closed_sets::closed_sets;
use crate::money::Yen;

/// Longest period that is reckoned, in days: ten years.
pub const DAYS_MAX: u32 = 3_653;

closed_sets! {
    /// By what a rental is charged.
    pub enum ChargedBy {
        /// Each day at the daily price.
        Days = "days",
        /// Whole months at the monthly price; what is left over by the day, or as a month where that is cheaper.
        Months = "months",
    }

    /// What one price is for.
    pub enum ChargeUnit {
        /// A day.
        Day = "day",
        /// A month by the calendar.
        Month = "month",
    }
}

/// What a unit costs before tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RentalPrices {
    /// For a day.
    pub daily: Yen,
    /// For a month; none: only by the day.
    pub monthly: Option<Yen>,
}

/// One part of a charge: so many units at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargePart {
    /// Days or months.
    pub unit: ChargeUnit,
    /// How many, at least one.
    pub count: u32,
    /// Of one of them.
    pub price: Yen,
    /// Of all of them.
    pub amount: Yen,
}

/// What a rental is estimated to cost, before tax, and how that was reckoned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Days of the rental, both ends counted.
    pub days: u32,
    /// Whole months of it, and the days left over.
    pub months: u32,
    /// Days left over after the whole months.
    pub days_over: u32,
    /// The way that is cheaper; days where both cost the same.
    pub by: ChargedBy,
    /// How the amount comes about, in the order in which one reads it.
    pub parts: Vec<ChargePart>,
    /// What one unit costs.
    pub amount: Yen,
    /// What it would cost the other way; none where there is no monthly price.
    pub otherwise: Option<Yen>,
}

impl Estimate {
    /// What several units cost; none beyond 64 bits.
    #[must_use]
    pub fn of_units(&self, quantity: u32) -> Option<Yen> {
        self.amount.checked_mul(i64::from(quantity))
    }
}

/// Why a rental cannot be reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RentalError {
    /// The last day lies before the first.
    #[error("the period ends before it begins")]
    Reversed,
    /// Longer than [`DAYS_MAX`], or dearer than 64 bits can say.
    #[error("the period is too long")]
    TooLong,
}

/// Days of a rental, first and last day counted: 2027-12-28 to 2028-01-29 are 33.
///
/// # Errors
/// [`RentalError`].
pub fn days(from: NaiveDate, until: NaiveDate) -> Result<u32, RentalError> {
    let nights = (until - from).num_days();
    let days = u32::try_from(nights + 1).ok().filter(|days| *days > 0).ok_or(RentalError::Reversed)?;
    if days > DAYS_MAX { Err(RentalError::TooLong) } else { Ok(days) }
}

/// The last day of so many months from a day on, as the Civil Code counts them (art. 143): the day before the one of the
/// same number, and the last day of a month that has no such day. From 31 January, one month ends on 28 (29) February and
/// two on 30 March.
#[must_use]
pub fn months_end(from: NaiveDate, months: u32) -> Option<NaiveDate> {
    let clamped = from.checked_add_months(Months::new(months))?;
    if clamped.day() == from.day() { clamped.pred_opt() } else { Some(clamped) }
}

/// What a unit costs from one day to another, both counted: by the day, or by months, whichever is cheaper.
///
/// By months, whole months count at the monthly price, and the days left over by the day, never dearer than one month more.
///
/// # Errors
/// [`RentalError`].
pub fn estimate(prices: RentalPrices, from: NaiveDate, until: NaiveDate) -> Result<Estimate, RentalError> {
    let days = days(from, until)?;
    let (months, days_over) = months_and_days(from, until, days);
    let by_days = sum(vec![part(ChargeUnit::Day, days, prices.daily)?])?;
    let by_months = match prices.monthly {
        Some(monthly) => Some(by_months(prices.daily, monthly, months, days_over)?),
        None => None,
    };
    let estimate = |by, (parts, amount), otherwise| Estimate { days, months, days_over, by, parts, amount, otherwise };
    Ok(match by_months {
        Some(by_months) if by_months.1 < by_days.1 => estimate(ChargedBy::Months, by_months, Some(by_days.1)),
        other => estimate(ChargedBy::Days, by_days, other.map(|other| other.1)),
    })
}

/// Whole months of a period, and days left over.
fn months_and_days(from: NaiveDate, until: NaiveDate, days: u32) -> (u32, u32) {
    // No month has fewer than 28 days, so there are no more of them than this.
    let whole = (0..=days / 28).rev().find(|months| months_end(from, *months).is_some_and(|end| end <= until));
    let months = whole.unwrap_or(0);
    let over = months_end(from, months).map_or(0, |end| (until - end).num_days());
    (months, u32::try_from(over).unwrap_or(0))
}

type Reckoned = (Vec<ChargePart>, Yen);

fn by_months(daily: Yen, monthly: Yen, months: u32, days_over: u32) -> Result<Reckoned, RentalError> {
    let rest = part(ChargeUnit::Day, days_over, daily)?;
    if days_over > 0 && rest.amount >= monthly {
        return sum(vec![part(ChargeUnit::Month, months + 1, monthly)?]);
    }
    sum([part(ChargeUnit::Month, months, monthly)?, rest].into_iter().filter(|part| part.count > 0).collect())
}

fn part(unit: ChargeUnit, count: u32, price: Yen) -> Result<ChargePart, RentalError> {
    let amount = price.checked_mul(i64::from(count)).ok_or(RentalError::TooLong)?;
    Ok(ChargePart { unit, count, price, amount })
}

fn sum(parts: Vec<ChargePart>) -> Result<Reckoned, RentalError> {
    let amount = Yen::checked_sum(parts.iter().map(|part| part.amount)).ok_or(RentalError::TooLong)?;
    Ok((parts, amount))
}

/// The first day on which a unit is free again after a rental that ends on a day: the last day belongs to the rental.
#[must_use]
pub fn free_from(until: NaiveDate) -> NaiveDate {
    until.checked_add_days(Days::new(1)).unwrap_or(until)
}

#[cfg(test)]
mod tests;
