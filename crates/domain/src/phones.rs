//! Knows the digits of telephone numbers; must not guess area codes, for hyphens need a table that is not here.

use crate::text::fold_digits;

/// Fewest digits of a number with its area code (domestic numbers have 10 or 11; some services have 9).
pub const MIN_DIGITS: usize = 9;
/// Most digits, by ITU-T E.164.
pub const MAX_DIGITS: usize = 15;

/// Why a telephone number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something other than digits, hyphens, spaces, dots, brackets and a leading + was typed.
    #[error("a telephone number has digits only")]
    NotDigits,
    /// Fewer than [`MIN_DIGITS`] or more than [`MAX_DIGITS`] digits.
    #[error("a telephone number has 9 to 15 digits")]
    Length,
}

impl PhoneError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotDigits => "phone_not_digits",
            Self::Length => "phone_length",
        }
    }
}

/// The number as 9 to 15 ASCII digits, Japan's country code +81 replaced by the domestic 0.
///
/// # Errors
/// [`PhoneError`] for other characters or another length.
pub fn normalise(input: &str) -> Result<String, PhoneError> {
    let folded: String = fold_digits(input).chars().filter(|c| !matches!(c, '(' | ')' | '.')).collect();
    let digits = match (folded.strip_prefix("+81"), folded.strip_prefix('+')) {
        // "+81 (0)3-…" is often written although the 0 is not dialled.
        (Some(domestic), _) => format!("0{}", domestic.strip_prefix('0').unwrap_or(domestic)),
        (None, Some(international)) => international.to_owned(),
        (None, None) => folded,
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        Err(PhoneError::NotDigits)
    } else if (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len()) {
        Ok(digits)
    } else {
        Err(PhoneError::Length)
    }
}

/// The number with its last four digits as `****`, as call records show it to those who may not see the whole one.
#[must_use]
pub fn mask_last4(number: &str) -> String {
    let mut left = 4;
    let masked = number.chars().rev().map(|c| {
        if left > 0 && c.is_numeric() {
            left -= 1;
            '*'
        } else {
            c
        }
    });
    let reversed: String = masked.collect();
    reversed.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_domestic_and_international_spellings() {
        for typed in [
            "0312345678",
            "03-1234-5678",
            "０３（１２３４）５６７８",
            "+81 3 1234 5678",
            "+81(0)3-1234-5678",
            "03.1234.5678",
        ] {
            assert_eq!(normalise(typed).as_deref(), Ok("0312345678"), "{typed}");
        }
        assert_eq!(normalise("+1 212 555 0100").as_deref(), Ok("12125550100"));
    }

    #[test]
    fn refuses_what_is_no_number() {
        assert_eq!(normalise("03-1234-567x"), Err(PhoneError::NotDigits));
        assert_eq!(normalise("03+12345678"), Err(PhoneError::NotDigits));
        assert_eq!(normalise(""), Err(PhoneError::Length));
        assert_eq!(normalise("12345678"), Err(PhoneError::Length));
        assert_eq!(normalise("1234567890123456"), Err(PhoneError::Length));
    }

    #[test]
    fn masks_the_last_four_digits() {
        assert_eq!(mask_last4("0312345678"), "031234****");
        assert_eq!(mask_last4("03-123-45678"), "03-123-4****");
        assert_eq!(mask_last4("03-1234-567-8"), "03-1234-***-*");
        assert_eq!(mask_last4("110"), "***");
    }

    proptest! {
        #[test]
        fn masking_hides_four_and_keeps_the_length(number in "[0-9]{4,15}") {
            let masked = mask_last4(&number);
            prop_assert_eq!(masked.len(), number.len());
            prop_assert_eq!(&masked[..number.len() - 4], &number[..number.len() - 4]);
            prop_assert!(masked.ends_with("****"));
        }
    }
}
