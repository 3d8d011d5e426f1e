//! Knows the form and the check digit of qualified-invoice registration numbers; must not know who is registered.

use crate::problems::FieldCode;
use crate::text::fold_digits;
use serde::{Deserialize, Serialize};
use std::fmt;

/// 適格請求書発行事業者登録番号: `T` + 13 digits, the first not 0. Serialised and shown as `T7123456789012`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegistrationNumber {
    digits: String,
}

/// Why a registration number was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationNumberError {
    /// Not `T` + 13 digits, the first of them 1 to 9.
    #[error("a registration number is T and 13 digits")]
    Malformed,
}

impl RegistrationNumberError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        FieldCode::RegistrationNumberMalformed
    }
}

impl RegistrationNumber {
    /// Reads `T7123456789012` in any width and case, with or without hyphens and spaces. The check digit is no condition:
    /// no source says that sole proprietors' numbers have one, so ask [`Self::check_digit_matches`] and only warn.
    ///
    /// # Errors
    /// [`RegistrationNumberError::Malformed`] for anything but `T[1-9][0-9]{12}`.
    pub fn parse(input: &str) -> Result<Self, RegistrationNumberError> {
        let typed = fold_digits(input);
        let digits = typed.strip_prefix(['T', 't']).ok_or(RegistrationNumberError::Malformed)?;
        let well_formed = digits.len() == 13 && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        if well_formed { Ok(Self { digits: digits.to_owned() }) } else { Err(RegistrationNumberError::Malformed) }
    }

    /// The 13 digits; of a corporation, its 法人番号.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether the first digit is 9 − (Σ Pₙ·Qₙ mod 9), Pₙ the n-th of the other twelve from the right, Qₙ = 1 for odd and
    /// 2 for even n (財務省令 on 法人番号). Swapping a 0 and a 9 goes unnoticed.
    #[must_use]
    pub fn check_digit_matches(&self) -> bool {
        let mut digits = self.digits.bytes().map(|b| u32::from(b - b'0'));
        let check = digits.next();
        let sum: u32 = digits.rev().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
        check == Some(9 - sum % 9)
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}", self.digits)
    }
}

impl TryFrom<String> for RegistrationNumber {
    type Error = RegistrationNumberError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<RegistrationNumber> for String {
    fn from(number: RegistrationNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VECTORS: [&str; 4] = ["7123456789012", "4011001098993", "7010705000725", "7000012050002"];

    #[test]
    fn knows_the_check_digit() {
        for digits in VECTORS {
            assert!(RegistrationNumber::parse(&format!("T{digits}")).unwrap().check_digit_matches(), "{digits}");
        }
        let wrong = RegistrationNumber::parse("T1123456789012").unwrap();
        assert!(!wrong.check_digit_matches(), "accepted, but worth a warning");
    }

    #[test]
    fn accepts_any_spelling() {
        for typed in [
            "T7123456789012",
            "t7123456789012",
            "Ｔ７１２３４５６７８９０１２",
            "T7-1234-5678-9012",
            " T 7123 4567 89012　",
        ] {
            assert_eq!(RegistrationNumber::parse(typed).unwrap().to_string(), "T7123456789012", "{typed}");
        }
    }

    #[test]
    fn refuses_other_forms() {
        for typed in ["", "T", "7123456789012", "T0123456789012", "T712345678901", "T71234567890123", "T712345678901X"]
        {
            assert_eq!(RegistrationNumber::parse(typed), Err(RegistrationNumberError::Malformed), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_noticed(vector in 0_usize..4, at in 1_usize..13, digit in 0_u8..10) {
            let mut digits = VECTORS[vector].as_bytes().to_vec();
            let old = digits[at] - b'0';
            // Equal modulo 9 means the same remainder: the known blind spot.
            prop_assume!(old % 9 != digit % 9);
            digits[at] = b'0' + digit;
            let number = RegistrationNumber::parse(&format!("T{}", String::from_utf8(digits).unwrap())).unwrap();
            prop_assert!(!number.check_digit_matches());
        }
    }
}
