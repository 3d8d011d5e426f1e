//! Revisions: from which state of something a change was made, so that of two people who change it at once the second
//! hears of the first. Knows no table.

use serde::Serialize;

use crate::{Error, ProblemCode, keys};

/// A state of something, told apart from any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision(String);

impl Revision {
    /// Of what can be seen and changed of it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn of(state: &impl Serialize) -> Result<Self, Error> {
        let json = serde_json::to_string(state).map_err(Error::internal)?;
        Ok(Self(hex::encode(keys::digest(&json))))
    }

    /// As it travels.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Something by its name, and from which state of it somebody starts.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub name: &'a str,
    pub expected: &'a Expected,
}

impl<'a> From<&'a str> for Named<'a> {
    /// From whatever state.
    fn from(name: &'a str) -> Self {
        Self { name, expected: &Expected::Any }
    }
}

impl<'a> From<&'a String> for Named<'a> {
    fn from(name: &'a String) -> Self {
        name.as_str().into()
    }
}

/// From which state a change may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any: the last change holds.
    Any,
    /// One of these.
    OneOf(Vec<String>),
}

impl Expected {
    /// Whether the present state is one of those.
    ///
    /// # Errors
    /// `changed_meanwhile`.
    pub(crate) fn require(&self, present: &Revision) -> Result<(), Error> {
        match self {
            Self::OneOf(revisions) if !revisions.contains(&present.0) => {
                Err(Error::Refused(ProblemCode::ChangedMeanwhile))
            }
            Self::Any | Self::OneOf(_) => Ok(()),
        }
    }
}
