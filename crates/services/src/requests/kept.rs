//! What is kept of a request: its answers and the state they are in; and what the portal says of requests.

use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::{Localized, Portal, RequestPolicy};

use super::Request;
use crate::Error;
use crate::revisions::Revision;

/// Largest answers of a request, in bytes of their JSON.
pub const ANSWERS_MAX: usize = 64 * 1024;

/// What is asked for one category.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its code; none where the kind knows no categories.
    pub code: Option<String>,
    pub label: Option<Localized>,
    /// What is asked.
    pub questionnaire: Questionnaire,
}

/// From which state a change of a request is made: what can be seen and changed of it.
///
/// # Errors
/// When it cannot be written as JSON.
pub(crate) fn revision(request: &Request) -> Result<Revision, Error> {
    Revision::of(&(request.state, &request.kind, &request.category, &request.answers))
}

/// The answers of a request.
pub(crate) fn answers(request: &Request) -> Result<Object, Error> {
    serde_json::from_str(&request.answers).map_err(Error::internal)
}

pub(super) fn policy(portal: &Portal) -> Result<&RequestPolicy, Error> {
    portal.requests.as_ref().ok_or(Error::NotFound)
}
