//! Knows what a portal asks of a password, as data; must not know any password that is stored.

#[cfg(feature = "blocklist")]
mod blocklist;
mod rules;
mod signs;

#[cfg(feature = "blocklist")]
pub use blocklist::is_common;
pub use rules::PasswordRule;
pub use signs::named_signs;

use serde::{Deserialize, Serialize};

/// A kind of ASCII character. A symbol is one of those that the portal lists, or any other sign when it lists none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CharClass {
    /// a to z
    Lower,
    /// A to Z
    Upper,
    /// 0 to 9
    Digit,
    /// A sign
    Symbol,
}

/// Which characters may occur.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AllowedCharacters {
    /// Every character, kana and spaces too; the other fields say nothing then. Control characters never.
    pub any_character: bool,
    /// a to z
    pub lower: bool,
    /// A to Z
    pub upper: bool,
    /// 0 to 9
    pub digits: bool,
    /// Each sign that may occur, such as `.-_=+`.
    pub symbols: String,
}

/// What one portal asks of passwords. Lengths count Unicode characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordPolicy {
    /// Fewest characters.
    pub min: u32,
    /// Most characters; `None` for [`LONGEST`].
    #[serde(default)]
    pub max: Option<u32>,
    /// Which characters may occur.
    pub allowed: AllowedCharacters,
    /// Classes of which one character at least must occur.
    #[serde(default)]
    pub require: Vec<CharClass>,
    /// The new password must not be the current one.
    #[serde(default)]
    pub differs_from_current: bool,
    /// The login ID must not occur in it, in any case.
    #[serde(default)]
    pub not_containing_login_id: bool,
    /// Words of provider and service that a password must not consist of, beside their names: other spellings, products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context_words: Vec<String>,
}

/// Most characters where a portal sets no limit, so that hashing a password costs a known time.
pub const LONGEST: u32 = 128;

/// What is known about whose password it is. Empty texts are unknown ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasswordContext<'a> {
    /// The login ID or access ID.
    pub login_id: &'a str,
    /// The mail address.
    pub mail: &'a str,
    /// Whether it equals the current password; `None` in the browser, which cannot know.
    pub current_matches: Option<bool>,
}

/// Why a policy cannot be met by any password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordPolicyError {
    /// `min` is 0 or above `max`, or `max` is above [`LONGEST`].
    #[error("min must be at least 1 and at most max, and max at most 128")]
    Lengths,
    /// No character may occur.
    #[error("no character is allowed")]
    NothingAllowed,
    /// A symbol is a letter, a digit, a space or not ASCII.
    #[error("symbols must be ASCII signs")]
    Symbols,
    /// A required class may not occur, or there are more of them than characters.
    #[error("a required class of characters is not allowed or does not fit")]
    Required,
}

impl PasswordPolicyError {
    /// Stable code for configuration messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Lengths => "password_policy_lengths",
            Self::NothingAllowed => "password_policy_nothing_allowed",
            Self::Symbols => "password_policy_symbols",
            Self::Required => "password_policy_required",
        }
    }
}

impl PasswordPolicy {
    /// Every rule, in the order in which a form lists and ticks them. The blocklist is no part of it: it cannot be ticked
    /// while typing and always holds.
    #[must_use]
    pub fn rules(&self) -> Vec<PasswordRule> {
        let mut rules =
            vec![PasswordRule::MinLength { min: self.min }, PasswordRule::MaxLength { max: self.longest() }];
        let allowed = &self.allowed;
        rules.push(PasswordRule::AllowedCharacters { allowed: allowed.clone() });
        let symbols = if allowed.any_character { "" } else { &allowed.symbols };
        let contains = |class: &CharClass| PasswordRule::Contains { class: *class, symbols: symbols.to_owned() };
        rules.extend(self.require.iter().map(contains));
        if self.differs_from_current {
            rules.push(PasswordRule::DiffersFromCurrent);
        }
        if self.not_containing_login_id {
            rules.push(PasswordRule::NotContainingLoginId);
        }
        rules
    }

    /// The rules that a password breaks, in the order of [`Self::rules`]; empty when it may be used.
    #[must_use]
    pub fn check(&self, password: &str, context: &PasswordContext<'_>) -> Vec<PasswordRule> {
        self.rules().into_iter().filter(|rule| !rule.holds(password, context)).collect()
    }

    /// Most characters.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.max.unwrap_or(LONGEST)
    }

    /// Whether any password can meet the policy.
    ///
    /// # Errors
    /// [`PasswordPolicyError`] with the reason when none can.
    pub fn validate(&self) -> Result<(), PasswordPolicyError> {
        let allowed = &self.allowed;
        if self.min == 0 || self.min > self.longest() || self.longest() > LONGEST {
            return Err(PasswordPolicyError::Lengths);
        }
        if !allowed.symbols.chars().all(|c| c.is_ascii_punctuation()) {
            return Err(PasswordPolicyError::Symbols);
        }
        let class_allowed = |class: CharClass| match class {
            _ if allowed.any_character => true,
            CharClass::Lower => allowed.lower,
            CharClass::Upper => allowed.upper,
            CharClass::Digit => allowed.digits,
            CharClass::Symbol => !allowed.symbols.is_empty(),
        };
        let classes = [CharClass::Lower, CharClass::Upper, CharClass::Digit, CharClass::Symbol];
        if !classes.into_iter().any(class_allowed) {
            return Err(PasswordPolicyError::NothingAllowed);
        }
        let fits = u32::try_from(self.require.len()).is_ok_and(|needed| needed <= self.longest());
        if fits && self.require.iter().copied().all(class_allowed) {
            Ok(())
        } else {
            Err(PasswordPolicyError::Required)
        }
    }
}

#[cfg(test)]
mod document_tests;
#[cfg(test)]
mod tests;
