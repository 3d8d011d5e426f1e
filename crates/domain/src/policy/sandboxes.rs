//! A portal where developers of other systems try things out: invented data, and mails that reach nobody. Knows no data.

use serde::{Deserialize, Serialize};

use super::Portal;
use super::validation::{PolicyError, refuse};

/// What a portal for trying says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SandboxPolicy {
    /// Name of the invented data that it is filled with: the preset that it was made from.
    pub data: String,
}

impl Portal {
    /// Whether nothing here is real: mails are kept to be read, and reach nobody.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// Name of the invented data that belong to the portal.
    #[must_use]
    pub fn invented_data(&self) -> &str {
        self.sandbox.as_ref().map_or(self.key.as_str(), |policy| policy.data.as_str())
    }

    pub(super) fn validate_sandbox(&self) -> Result<(), PolicyError> {
        match &self.sandbox {
            Some(policy) if policy.data.is_empty() => Err(refuse("sandbox.data", "the name of a preset is needed")),
            _ => Ok(()),
        }
    }
}
