//! Knows how consumption tax is computed and shared out; must not know what an invoice looks like.
//!
//! Tax is rounded once per rate per invoice, never per line (qualified-invoice rules, in force since October 2023). What a
//! line or a contract shows as its own tax is a share of that one figure: see [`allocate`].

use crate::closed_sets::closed_sets;
use crate::money::{MoneyError, Yen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

closed_sets! {
    /// A consumption-tax rate in force since October 2019. The order is the order on an invoice.
    pub enum TaxRate {
        /// 標準税率 10 %.
        Standard10 = "standard_10",
        /// 軽減税率 8 %: must be marked on the invoice.
        Reduced8 = "reduced_8",
        /// 非課税.
        Exempt = "exempt",
        /// 不課税 (対象外).
        OutOfScope = "out_of_scope",
    }
}

impl TaxRate {
    /// Percent of the net price: 10, 8, 0 or 0.
    #[must_use]
    pub fn percent(self) -> u8 {
        match self {
            Self::Standard10 => 10,
            Self::Reduced8 => 8,
            Self::Exempt | Self::OutOfScope => 0,
        }
    }
}

/// What happens to a fraction of a yen; the issuer's choice, fixed per issuer.
///
/// Applied to the magnitude, so that a credit note mirrors its invoice yen by yen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// 切り捨て: towards zero.
    #[default]
    Floor,
    /// 四捨五入: half a yen and more away from zero.
    HalfUp,
    /// 切り上げ: away from zero.
    Ceil,
}

/// Net sum and tax of one rate on one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateTotal {
    /// The rate of all lines in this sum.
    pub rate: TaxRate,
    /// Sum before tax.
    pub net: Yen,
    /// Consumption tax, rounded once.
    pub tax: Yen,
}

impl RateTotal {
    /// Sum with tax, or `None` beyond 64 bits.
    #[must_use]
    pub fn gross(&self) -> Option<Yen> {
        self.net.checked_add(self.tax)
    }
}

/// One total per rate that occurs, for lines priced before tax: tax = round(Σ net × r).
///
/// # Errors
/// [`MoneyError::TooLarge`] beyond 64 bits.
pub fn totals(
    lines: impl IntoIterator<Item = (TaxRate, Yen)>,
    rounding: Rounding,
) -> Result<Vec<RateTotal>, MoneyError> {
    let total = |(rate, net): (TaxRate, i128)| {
        let tax = rounded(net * i128::from(rate.percent()), 100, rounding);
        Ok(RateTotal { rate, net: yen(net)?, tax: yen(tax)? })
    };
    sums(lines).into_iter().map(total).collect()
}

/// One total per rate that occurs, for lines priced with tax: tax = round(Σ gross × r / (100 + r)), net = gross − tax.
///
/// # Errors
/// [`MoneyError::TooLarge`] beyond 64 bits.
pub fn totals_from_gross(
    lines: impl IntoIterator<Item = (TaxRate, Yen)>,
    rounding: Rounding,
) -> Result<Vec<RateTotal>, MoneyError> {
    let total = |(rate, gross): (TaxRate, i128)| {
        let percent = i128::from(rate.percent());
        let tax = rounded(gross * percent, 100 + percent, rounding);
        Ok(RateTotal { rate, net: yen(gross - tax)?, tax: yen(tax)? })
    };
    sums(lines).into_iter().map(total).collect()
}

/// Shares `tax` out by `weights` (the net sums of lines or contracts) so that the shares sum exactly to `tax`.
///
/// Largest remainder: each share is rounded down and the yen left over go to the largest fractions, the earlier weight
/// first among equals. Credit lines get negative shares; a credit note gets the mirrored shares of its invoice. A weight
/// of zero gets nothing unless all are zero. No weights, no shares.
#[must_use]
pub fn allocate(tax: Yen, weights: &[Yen]) -> Vec<Yen> {
    let mut weights: Vec<i128> = weights.iter().map(|weight| i128::from(weight.0)).collect();
    let mut whole: i128 = weights.iter().sum();
    let mixed = weights.iter().any(|w| *w < 0) && weights.iter().any(|w| *w > 0);
    if whole == 0 || (mixed && i128::from(tax.0).abs() > whole.abs()) {
        // Credits eat up the charges, so shares of the balance would be meaningless: share by size instead.
        weights.iter_mut().for_each(|weight| *weight = weight.abs());
        whole = weights.iter().sum();
    }
    if whole == 0 {
        weights.fill(1);
        whole = i128::try_from(weights.len()).unwrap_or(i128::MAX);
    }
    let side = whole.signum();
    weights.iter_mut().for_each(|weight| *weight *= side);
    shares(i128::from(tax.0).abs(), &weights, whole.abs())
        .into_iter()
        .map(|share| share * i128::from(tax.0.signum()))
        // A share is never larger than the tax or its own weight, both of 64 bits.
        .map(|share| Yen(i64::try_from(share).unwrap_or_default()))
        .collect()
}

/// Largest-remainder shares of a positive amount; `whole` is the positive sum of `weights`.
fn shares(amount: i128, weights: &[i128], whole: i128) -> Vec<i128> {
    let mut shares: Vec<i128> = weights.iter().map(|weight| (amount * weight).div_euclid(whole)).collect();
    let left = amount - shares.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse((amount * weights[at]).rem_euclid(whole)));
    for at in order.into_iter().take(usize::try_from(left).unwrap_or_default()) {
        shares[at] += 1;
    }
    shares
}

fn sums(lines: impl IntoIterator<Item = (TaxRate, Yen)>) -> BTreeMap<TaxRate, i128> {
    let mut sums = BTreeMap::new();
    for (rate, amount) in lines {
        *sums.entry(rate).or_insert(0) += i128::from(amount.0);
    }
    sums
}

/// `numerator / denominator` with the fraction rounded; the denominator is positive.
fn rounded(numerator: i128, denominator: i128, rounding: Rounding) -> i128 {
    let (whole, rest) = (numerator.abs() / denominator, numerator.abs() % denominator);
    let up = match rounding {
        Rounding::Floor => false,
        Rounding::HalfUp => rest * 2 >= denominator,
        Rounding::Ceil => rest > 0,
    };
    (whole + i128::from(up)) * numerator.signum()
}

fn yen(amount: i128) -> Result<Yen, MoneyError> {
    i64::try_from(amount).map(Yen).map_err(|_| MoneyError::TooLarge)
}

#[cfg(test)]
mod tests;
