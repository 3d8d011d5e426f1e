//! The one error of all services. Says what the caller must know; the API alone turns it into a problem.

pub(crate) mod failures;

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use madoguchi_domain::forms::Fault;
use madoguchi_domain::problems::{FieldCode, ProblemCode};
use sea_orm::DbErr;

/// Why a service did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields that must be corrected.
    #[error("refused fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Absent, or not within the caller's scope: the same for both.
    #[error("not found")]
    NotFound,
    /// A rule of the product says no; the code says which.
    #[error("refused: {0}")]
    Refused(ProblemCode),
    /// The same for something that might be guessed, with the tries that are left before one has to wait.
    #[error("refused: {0}, {1} tries left")]
    Guessed(ProblemCode, u32),
    /// Too many tries; the time says when the next one counts.
    #[error("too many attempts until {0}")]
    TooManyAttempts(DateTime<Utc>),
    /// Too many do the same at the moment.
    #[error("busy")]
    Busy,
    /// Nobody is logged in; the code says why.
    #[error("not logged in: {0}")]
    Unauthenticated(ProblemCode),
    /// The store of files failed.
    #[error("files: {0}")]
    Storage(String),
    /// The database failed.
    #[error("database: {0}")]
    Database(DbErr),
    /// The database cannot be reached, or cannot do its work now. What was asked may have been done or not.
    #[error("database away: {0}")]
    DatabaseAway(DbErr),
    /// Something that cannot happen with a correct program and configuration.
    #[error("internal: {0}")]
    Internal(String),
}

/// A field that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field in the request; within a form, its path: `delivery[1].postal_code`.
    pub field: Cow<'static, str>,
    /// What is wrong with it.
    pub code: FieldCode,
}

impl FieldError {
    /// A refused field.
    pub fn new(field: impl Into<Cow<'static, str>>, code: FieldCode) -> Self {
        Self { field: field.into(), code }
    }
}

impl From<Fault> for FieldError {
    fn from(fault: Fault) -> Self {
        Self::new(fault.path.to_string(), fault.code)
    }
}

impl Error {
    /// A defect, told to the log only.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// One refused field.
    pub fn invalid(field: impl Into<Cow<'static, str>>, code: FieldCode) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    /// Whether the same transaction may succeed when run again.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Database(error) | Self::DatabaseAway(error) if failures::is_transient(error))
    }
}

impl From<Vec<Fault>> for Error {
    /// The faults of a form, each at its path.
    fn from(faults: Vec<Fault>) -> Self {
        Self::Invalid(faults.into_iter().map(FieldError::from).collect())
    }
}

impl From<DbErr> for Error {
    /// Text that the database cannot keep (a NUL, on PostgreSQL) is the caller's mistake, not the server's. A statement
    /// that was cut off in time is too much for the moment ([`crate::limits`]).
    fn from(error: DbErr) -> Self {
        match failures::code(&error).as_deref() {
            Some("57014") => return Self::Busy,
            Some("22021") => return Self::invalid("", FieldCode::InvalidCharacters),
            _ => {}
        }
        if failures::is_away(&error) { Self::DatabaseAway(error) } else { Self::Database(error) }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Storage(other.to_string()),
        }
    }
}

impl From<madoguchi_jobs::Panicked> for Error {
    fn from(panic: madoguchi_jobs::Panicked) -> Self {
        Self::internal(panic)
    }
}

/// What went wrong in a job may be right the next time, unless the job says otherwise.
impl From<Error> for madoguchi_jobs::Failure {
    fn from(error: Error) -> Self {
        Self::Retry(error.to_string())
    }
}

/// An error as a list shows it.
pub(crate) fn one_line(error: &str) -> String {
    error.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
