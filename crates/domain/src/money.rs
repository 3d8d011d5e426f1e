//! Knows amounts of yen; must not know what they are for.

use crate::problems::FieldCode;
use crate::text::nfkc;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whole yen, negative for credits. Never a float, never implicitly overflowing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Yen(pub i64);

/// Why an amount was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a whole number of yen such as `3300`, `3,300`, `¥3,300`, `3300円`, `-300` or `▲300`.
    #[error("not a whole amount of yen")]
    NotAnAmount,
    /// More than a 64-bit number can hold.
    #[error("the amount is too large")]
    TooLarge,
}

impl MoneyError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        match self {
            Self::NotAnAmount => FieldCode::AmountMalformed,
            Self::TooLarge => FieldCode::AmountTooLarge,
        }
    }
}

impl Yen {
    /// No yen at all.
    pub const ZERO: Self = Self(0);

    /// Reads `2,538`, `￥3,300`, `\3,300`, `3300円`, `-300`, `▲300` in any width. Commas must part thousands.
    ///
    /// # Errors
    /// [`MoneyError`] for anything else, decimals included, and for amounts beyond 64 bits.
    pub fn parse(input: &str) -> Result<Self, MoneyError> {
        let compact: String = nfkc(input).chars().filter(|c| !c.is_whitespace()).collect();
        let unsuffixed = compact.strip_suffix('円').unwrap_or(&compact);
        let (number, negative) = strip_marks(unsuffixed);
        let digits = ungrouped(number).ok_or(MoneyError::NotAnAmount)?;
        // The sign goes along, since the smallest i64 has no positive twin.
        let signed = if negative { format!("-{digits}") } else { digits };
        signed.parse().map(Self).map_err(|_| MoneyError::TooLarge)
    }

    /// The number with thousands separators and no currency mark: `3,300`, `-300`.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = self.0.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if self.0 < 0 {
            text.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }

    /// Sum, or `None` beyond 64 bits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or `None` beyond 64 bits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Unit price times quantity, or `None` beyond 64 bits.
    #[must_use]
    pub fn checked_mul(self, quantity: i64) -> Option<Self> {
        self.0.checked_mul(quantity).map(Self)
    }

    /// Sum of all, or `None` beyond 64 bits.
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

/// The rest after one sign and one currency mark in either order, and whether the sign was a minus.
fn strip_marks(text: &str) -> (&str, bool) {
    const CURRENCY: [char; 2] = ['¥', '\\'];
    const MINUS: [char; 4] = ['-', '\u{2212}', '▲', '△'];
    let unmarked = text.strip_prefix(CURRENCY);
    let rest = unmarked.unwrap_or(text);
    let positive = rest.strip_prefix(MINUS);
    let number = positive.or_else(|| rest.strip_prefix('+')).unwrap_or(rest);
    let number = if unmarked.is_none() { number.strip_prefix(CURRENCY).unwrap_or(number) } else { number };
    (number, positive.is_some())
}

/// ASCII digits without their commas; `None` when it is no number or a comma stands elsewhere than between thousands.
fn ungrouped(number: &str) -> Option<String> {
    let mut groups = number.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let digits_only = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let grouped_well = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    (digits_only(first) && rest.iter().all(|group| digits_only(group)) && grouped_well)
        .then(|| format!("{first}{}", rest.concat()))
}

impl fmt::Display for Yen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grouped = self.grouped();
        match grouped.strip_prefix('-') {
            Some(rest) => write!(f, "-¥{rest}"),
            None => write!(f, "¥{grouped}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_amounts() {
        assert_eq!(Yen(3300).to_string(), "¥3,300");
        assert_eq!(Yen(-300).to_string(), "-¥300");
        assert_eq!(Yen(0).to_string(), "¥0");
        assert_eq!(Yen(1_234_567).grouped(), "1,234,567");
        assert_eq!(Yen(-123_456).grouped(), "-123,456");
        assert_eq!(Yen(i64::MIN).grouped(), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn reads_amounts() {
        for (typed, yen) in [
            ("2,538", 2538),
            ("￥3,300", 3300),
            ("3300円", 3300),
            ("３，３００円", 3300),
            ("¥ 1,234,567", 1_234_567),
            ("-300", -300),
            ("－３００", -300),
            ("▲300", -300),
            ("-¥300", -300),
            ("¥-300", -300),
            ("\\500", 500),
            ("+5", 5),
            ("007", 7),
        ] {
            assert_eq!(Yen::parse(typed), Ok(Yen(yen)), "{typed}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for typed in [
            "",
            "円",
            "¥",
            "-",
            "1,23",
            "1,2345",
            ",300",
            "300,",
            "1234,567",
            "3.5",
            "3300円円",
            "--3",
            "¥¥3",
            "12a",
            "٣",
        ] {
            assert_eq!(Yen::parse(typed), Err(MoneyError::NotAnAmount), "{typed}");
        }
        assert_eq!(Yen::parse("9223372036854775808"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn sums_stop_at_the_limit() {
        assert_eq!(Yen::checked_sum([Yen(1), Yen(2), Yen(-5)]), Some(Yen(-2)));
        assert_eq!(Yen::checked_sum([Yen(i64::MAX), Yen(1)]), None);
        assert_eq!(Yen(i64::MAX).checked_mul(2), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read(amount in any::<i64>()) {
            let yen = Yen(amount);
            prop_assert_eq!(Yen::parse(&yen.to_string()), Ok(yen));
            prop_assert_eq!(Yen::parse(&yen.grouped()), Ok(yen));
            prop_assert_eq!(Yen::parse(&format!("{amount}円")), Ok(yen));
        }
    }
}
