//! Knows each rule about a password and whether a password keeps it; must not know which rules a portal chose.

use super::{AllowedCharacters, CharClass, PasswordContext};
use crate::problems::FieldCode;
use serde::{Deserialize, Serialize};

/// One rule, with all that a form needs to word it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum PasswordRule {
    /// At least so many characters.
    MinLength {
        /// Fewest characters.
        min: u32,
    },
    /// At most so many characters.
    MaxLength {
        /// Most characters.
        max: u32,
    },
    /// Only these characters.
    AllowedCharacters {
        /// Which characters may occur.
        allowed: AllowedCharacters,
    },
    /// At least one character of a class.
    Contains {
        class: CharClass,
        /// The signs that count as symbols; empty for any sign.
        symbols: String,
    },
    /// Not the current password.
    DiffersFromCurrent,
    /// The login ID must not occur in it.
    NotContainingLoginId,
    /// Not among the passwords that attackers try first. Only the server reports it.
    NotCommon,
}

impl PasswordRule {
    /// Stable code for problems and translations, the same as the serialised tag.
    #[must_use]
    pub fn code(&self) -> FieldCode {
        match self {
            Self::MinLength { .. } => FieldCode::MinLength,
            Self::MaxLength { .. } => FieldCode::MaxLength,
            Self::AllowedCharacters { .. } => FieldCode::AllowedCharacters,
            Self::Contains { .. } => FieldCode::Contains,
            Self::DiffersFromCurrent => FieldCode::DiffersFromCurrent,
            Self::NotContainingLoginId => FieldCode::NotContainingLoginId,
            Self::NotCommon => FieldCode::NotCommon,
        }
    }

    /// Whether a password keeps this rule, as far as the context tells. [`Self::NotCommon`] cannot be told here: it holds.
    #[must_use]
    pub fn holds(&self, password: &str, context: &PasswordContext<'_>) -> bool {
        let length = || u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
        match self {
            Self::MinLength { min } => length() >= *min,
            Self::MaxLength { max } => length() <= *max,
            Self::AllowedCharacters { allowed } => password.chars().all(|c| allowed.contains(c)),
            Self::Contains { class, symbols } => password.chars().any(|c| class.contains(c, symbols)),
            Self::DiffersFromCurrent => context.current_matches != Some(true),
            Self::NotContainingLoginId => {
                let login_id = context.login_id.to_lowercase();
                login_id.is_empty() || !password.to_lowercase().contains(&login_id)
            }
            Self::NotCommon => true,
        }
    }
}

impl AllowedCharacters {
    /// Whether a character may occur.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        if self.any_character {
            return !c.is_control();
        }
        (self.lower && c.is_ascii_lowercase())
            || (self.upper && c.is_ascii_uppercase())
            || (self.digits && c.is_ascii_digit())
            || self.symbols.contains(c)
    }
}

impl CharClass {
    /// Whether a character is of this class, given the signs that the portal lists (empty: any sign counts).
    #[must_use]
    pub fn contains(self, c: char, symbols: &str) -> bool {
        match self {
            Self::Lower => c.is_ascii_lowercase(),
            Self::Upper => c.is_ascii_uppercase(),
            Self::Digit => c.is_ascii_digit(),
            Self::Symbol if symbols.is_empty() => !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control(),
            Self::Symbol => symbols.contains(c),
        }
    }
}
