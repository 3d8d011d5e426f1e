//! Knows amounts of data: how they are read, written, and held against an amount that is free. Must not know what the data
//! is, nor whose.

use serde::{Deserialize, Serialize};

use crate::closed_sets::closed_sets;
use crate::money::Yen;
use crate::problems::FieldCode;
use crate::text::{nfkc, visible};

closed_sets! {
    /// What a gigabyte is.
    pub enum Gigabyte or Default {
        /// 1,000,000,000 bytes, as SI and JIS Z 8000 have it.
        #[default]
        Decimal = "decimal",
        /// 1,073,741,824 bytes, as many systems count.
        Binary = "binary",
    }
}

/// Why an amount of data was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsageError {
    /// No number such as `5368709120`, `5,120.5` or `6.2`.
    #[error("not an amount of data")]
    Malformed,
    /// A unit that is none of bytes, or none at all.
    #[error("an unknown unit")]
    UnitUnknown,
    /// More than a 64-bit number of bytes.
    #[error("the amount is too large")]
    TooLarge,
}

impl UsageError {
    /// Stable code for row errors.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::Malformed => FieldCode::SizeMalformed,
            Self::UnitUnknown => FieldCode::UnitUnknown,
            Self::TooLarge => FieldCode::SizeTooLarge,
        }
    }
}

/// Names of units, and which power of the kilo they are.
const UNITS: [(&[&str], u32); 5] = [
    (&["b", "byte", "bytes", "バイト"], 0),
    (&["kb", "kilobytes", "キロバイト"], 1),
    (&["mb", "megabytes", "メガバイト"], 2),
    (&["gb", "gigabytes", "ギガバイト", "ギガ"], 3),
    (&["tb", "terabytes", "テラバイト"], 4),
];
/// The same for units that say themselves that they go by 1,024.
const BINARY_UNITS: [(&str, u32); 4] = [("kib", 1), ("mib", 2), ("gib", 3), ("tib", 4)];
/// Decimals that a number may have.
const DECIMALS_MAX: usize = 12;

impl Gigabyte {
    /// Bytes of one.
    #[must_use]
    pub const fn bytes(self) -> i64 {
        let kilo = self.kilo();
        kilo * kilo * kilo
    }

    const fn kilo(self) -> i64 {
        match self {
            Self::Decimal => 1_000,
            Self::Binary => 1_024,
        }
    }

    /// Reads `6.2GB`, `6,200 MB`, `６．２ＧＢ`, `5GiB`, or a number alone of the `unit` that is said beside it, into bytes. A part
    /// of a byte counts as one, so that more than an amount stays more than it.
    ///
    /// # Errors
    /// [`UsageError`] for anything else.
    pub fn parse(self, amount: &str, unit: &str) -> Result<i64, UsageError> {
        let amount = compact(amount);
        let end = amount.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(amount.len());
        let (number, own) = amount.split_at(end);
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let whole = ungrouped(whole).ok_or(UsageError::Malformed)?;
        let is_fraction = decimals.bytes().all(|byte| byte.is_ascii_digit()) && decimals.len() <= DECIMALS_MAX;
        if !is_fraction || number.ends_with('.') {
            return Err(UsageError::Malformed);
        }
        let factor = if own.is_empty() { self.factor(&compact(unit)) } else { self.factor(own) };
        let factor = factor.ok_or(UsageError::UnitUnknown)?;
        let digits: i128 = format!("{whole}{decimals}").parse().map_err(|_| UsageError::TooLarge)?;
        let scale = decimals.bytes().fold(1_i128, |scale, _| scale * 10);
        let bytes = digits.checked_mul(factor).ok_or(UsageError::TooLarge)?;
        i64::try_from((bytes + scale - 1) / scale).map_err(|_| UsageError::TooLarge)
    }

    /// Bytes of a unit by its name in lower case.
    fn factor(self, unit: &str) -> Option<i128> {
        let named = UNITS.iter().find(|(names, _)| names.contains(&unit)).map(|(_, power)| (self.kilo(), *power));
        let binary = BINARY_UNITS.iter().find(|(name, _)| *name == unit).map(|(_, power)| (1_024, *power));
        named.or(binary).map(|(kilo, power)| i128::from(kilo).pow(power))
    }

    /// Bytes as gigabytes with at most two decimals: `6.2 GB`. The last one is rounded up, so that what is more than a whole
    /// number never reads as that number.
    #[must_use]
    pub fn write(self, bytes: i64) -> String {
        let unit = i128::from(self.bytes());
        let hundredths = (i128::from(bytes.max(0)) * 100 + unit - 1) / unit;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let whole = Yen(i64::try_from(whole).unwrap_or(i64::MAX)).grouped();
        let decimals = format!("{rest:02}");
        match decimals.trim_end_matches('0') {
            "" => format!("{whole} GB"),
            decimals => format!("{whole}.{decimals} GB"),
        }
    }
}

/// A fee for each month in which more is stored than is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyFee {
    /// Free bytes; the fee is due above them.
    pub free_bytes: i64,
    /// Yen before tax.
    pub amount: Yen,
}

impl MonthlyFee {
    /// Whether it is due for a month in which so much was stored: exactly the free amount is free.
    #[must_use]
    pub fn is_due(self, bytes: i64) -> bool {
        bytes > self.free_bytes
    }

    /// What is due: the whole fee, or nothing.
    #[must_use]
    pub fn of(self, bytes: i64) -> Yen {
        if self.is_due(bytes) { self.amount } else { Yen::ZERO }
    }
}

/// Half width, lower case, without spaces and what cannot be seen.
fn compact(text: &str) -> String {
    visible(&nfkc(text)).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Digits without their commas, which may stand between thousands only.
fn ungrouped(number: &str) -> Option<String> {
    let mut groups = number.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let all = is_digits(first) && rest.iter().all(|group| is_digits(group)) && is_grouped;
    all.then(|| format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests;
