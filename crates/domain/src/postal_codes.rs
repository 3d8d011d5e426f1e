//! Knows the spelling of Japanese postal codes; must not know which codes exist or where they lie.

use crate::problems::FieldCode;
use crate::text::fold_digits;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A Japanese postal code: seven ASCII digits. Serialised as seven digits, shown as `108-8001`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PostalCode(String);

/// Why a postal code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostalCodeError {
    /// Not exactly seven digits.
    #[error("a postal code has seven digits")]
    NotSevenDigits,
}

impl PostalCodeError {
    /// Stable code for problems and translations.
    #[must_use]
    pub fn code(self) -> FieldCode {
        FieldCode::PostalCodeNotSevenDigits
    }
}

impl PostalCode {
    /// Accepts `1088001`, `108-8001`, `〒108-8001`, full width and any hyphen-like.
    ///
    /// # Errors
    /// [`PostalCodeError::NotSevenDigits`] for anything else.
    pub fn parse(input: &str) -> Result<Self, PostalCodeError> {
        let folded = fold_digits(input);
        let digits = folded.strip_prefix(['〒', '〶']).unwrap_or(&folded);
        if digits.len() == 7 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(PostalCodeError::NotSevenDigits)
        }
    }

    /// The seven digits, as stored.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PostalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..3], &self.0[3..])
    }
}

impl std::str::FromStr for PostalCode {
    type Err = PostalCodeError;

    fn from_str(input: &str) -> Result<Self, Self::Err> {
        Self::parse(input)
    }
}

impl TryFrom<String> for PostalCode {
    type Error = PostalCodeError;

    fn try_from(input: String) -> Result<Self, Self::Error> {
        Self::parse(&input)
    }
}

impl From<PostalCode> for String {
    fn from(code: PostalCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_the_notations_of_the_exports() {
        for typed in ["1088001", "108-8001", "〒108-8001", "１０８－８００１", " 〒 108ー8001 "] {
            let code = PostalCode::parse(typed).unwrap();
            assert_eq!((code.digits(), code.to_string().as_str()), ("1088001", "108-8001"), "{typed}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for typed in ["", "108800", "10880011", "108-80O1", "〒〒1088001", "108/8001", "١٠٨٨٠٠١"] {
            assert_eq!(PostalCode::parse(typed), Err(PostalCodeError::NotSevenDigits), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(digits in "[0-9]{7}") {
            let code = PostalCode::parse(&digits).unwrap();
            prop_assert_eq!(code.digits(), &digits);
            prop_assert_eq!(PostalCode::parse(&code.to_string()), Ok(code));
        }
    }
}
