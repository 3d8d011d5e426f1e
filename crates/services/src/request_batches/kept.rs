//! What is kept of a file of requests: what is the same for all rows, its columns, and the state it is in; and what the portal
//! says of such files.

use madoguchi_domain::forms::{Object, Questionnaire};
use madoguchi_domain::policy::{BatchPolicy, Portal, RequestKind};
use madoguchi_domain::requests::RequestBatchState;
use serde::{Deserialize, Serialize};

use super::RequestBatch;
use crate::requests::many;
use crate::revisions::Revision;
use crate::{Error, ProblemCode};

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileColumn {
    /// Its header.
    pub header: String,
    /// `form.field` of the answers in it; none when nobody reads it.
    pub field: Option<String>,
    /// Whether rows are known again by it.
    pub is_key: bool,
}

/// What the rows of a file are asked.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// What the portal says of such files.
    pub policy: &'a BatchPolicy,
    /// The kind of request that each row makes.
    pub kind: &'a RequestKind,
    /// What each row must answer.
    pub of_row: Questionnaire,
    /// What is asked once for all rows.
    pub of_all: Questionnaire,
}

impl<'a> Asked<'a> {
    /// What is asked for a contract category.
    pub(super) fn of(portal: &'a Portal, category: &str) -> Result<Self, Error> {
        let policy = policy(portal)?;
        let kind = portal.request_kind(&policy.kind).ok_or(Error::NotFound)?;
        let asked = many::questionnaire(portal, kind, Some(category));
        Ok(Self { policy, kind, of_row: policy.of_row(asked.clone()), of_all: policy.of_all(asked) })
    }
}

pub(super) fn policy(portal: &Portal) -> Result<&BatchPolicy, Error> {
    portal.request_batch().ok_or(Error::NotFound)
}

/// From which state a change of a file is made.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn revision(batch: &RequestBatch) -> Result<Revision, Error> {
    Revision::of(&(batch.state, &batch.answers, &batch.file_digest, batch.updated_at))
}

/// `request_batch_submitted` for one that was sent.
pub(super) fn require_open(batch: &RequestBatch) -> Result<(), Error> {
    match batch.state {
        RequestBatchState::Open => Ok(()),
        RequestBatchState::Submitted => Err(Error::Refused(ProblemCode::RequestBatchSubmitted)),
    }
}

/// What is the same for all rows.
pub(super) fn answers(batch: &RequestBatch) -> Result<Object, Error> {
    serde_json::from_str(&batch.answers).map_err(Error::internal)
}

/// The columns of the file; none while there is no file.
pub(super) fn columns(batch: &RequestBatch) -> Result<Vec<FileColumn>, Error> {
    if batch.columns.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(&batch.columns).map_err(Error::internal)
}
