//! What a portal says of questions that are often asked. Knows no question.

use serde::{Deserialize, Serialize};

use super::validation::refuse;
use super::{Localized, PolicyError, Portal};

/// Questions that are often asked (よくあるご質問).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqPolicy {
    /// Codes and labels of what they are about, in the order of the page.
    pub categories: Vec<(String, Localized)>,
}

impl Portal {
    /// Each category once, and at least one.
    pub(super) fn validate_faqs(&self) -> Result<(), PolicyError> {
        let Some(faqs) = &self.faqs else { return Ok(()) };
        let codes: Vec<&str> = faqs.categories.iter().map(|(code, _)| code.as_str()).collect();
        let is_twice = |(at, code): (usize, &&str)| codes[..at].contains(code);
        if codes.is_empty() || codes.iter().any(|code| code.is_empty()) || codes.iter().enumerate().any(is_twice) {
            return Err(refuse("faqs.categories", "at least one, each with a code of its own"));
        }
        Ok(())
    }
}
