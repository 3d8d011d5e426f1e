//! How a write is asked for and answered, whatever it is about: tried only, one by one, many at once. Knows no noun.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ETag, EntityTag};
use madoguchi_api_types::provider::batches::{BatchAnswer, BatchMode, RowAnswer, RowStatus};
use madoguchi_services::revisions::Revision;
use madoguchi_services::rows::{RowError, RowOutcome};
use madoguchi_services::upserts::{Answers, Given, How, ROWS_MAX};
use madoguchi_services::{Error, ProblemCode};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// Whether something is only tried.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DryRun {
    /// Only tries: the answer is the same, and nothing is written, mailed or kept.
    #[serde(default)]
    pub dry_run: bool,
}

/// Whether who has mail notice on is told.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Mailed {
    /// Only tries: the answer is the same, and nothing is written, mailed or kept.
    #[serde(default)]
    pub dry_run: bool,
    /// Whether people with mail notice on are told, where it is new; they are when this is absent.
    #[serde(default = "yes")]
    pub mailed: bool,
}

fn yes() -> bool {
    true
}

/// What became of a row, as it travels.
pub fn status(outcome: RowOutcome) -> RowStatus {
    match outcome {
        RowOutcome::Stored => RowStatus::Stored,
        RowOutcome::Updated => RowStatus::Updated,
        RowOutcome::Unchanged => RowStatus::Unchanged,
        RowOutcome::Duplicate => RowStatus::Duplicate,
    }
}

/// The answer to a write: 201 for what is new.
pub fn written(outcome: RowOutcome, revision: Option<&Revision>, body: &impl Serialize) -> HttpResponse {
    let code = if outcome == RowOutcome::Stored { StatusCode::CREATED } else { StatusCode::OK };
    let mut answer = HttpResponse::build(code);
    if let Some(revision) = revision {
        answer.insert_header(ETag(EntityTag::new_strong(revision.as_str().to_owned())));
    }
    answer.json(body)
}

/// A batch as it was sent: the number of each row, and what could be read of it.
pub struct Batch<R> {
    numbers: Vec<String>,
    how: How,
    rows: Given<R>,
}

impl<R> Batch<R> {
    /// Reads the rows.
    ///
    /// # Errors
    /// `batch_too_long`.
    pub fn read<T>(
        (mode, dry_run): (BatchMode, bool),
        rows: Vec<T>,
        read: impl Fn(T) -> (String, Result<R, RowError>),
    ) -> Result<Self, Error> {
        if rows.len() > ROWS_MAX {
            return Err(Error::Refused(ProblemCode::BatchTooLong));
        }
        let (numbers, rows) = rows.into_iter().map(read).unzip();
        Ok(Self { numbers, how: How { mode, dry_run }, rows })
    }

    /// What is to be written.
    pub fn take(&mut self) -> (How, Given<R>) {
        (self.how, std::mem::take(&mut self.rows))
    }

    /// The answer to it.
    pub fn answer<T>(self, answers: Answers<T>, outcome: impl Fn(&T) -> RowOutcome) -> BatchAnswer {
        let row = |(row, (number, answer)): (u32, (String, Result<T, RowError>))| match answer {
            Ok(answer) => {
                let status = status(outcome(&answer));
                RowAnswer { row, number, status, field: None, code: None, detail: None }
            }
            Err(error) => RowAnswer {
                row,
                number,
                status: RowStatus::Refused,
                detail: Some(error.sentence().to_owned()),
                code: Some(error.code),
                field: Some(error.field.into_owned()),
            },
        };
        let rows: Vec<RowAnswer> = (0..).zip(self.numbers.into_iter().zip(answers)).map(row).collect();
        let count = |status: RowStatus| {
            u32::try_from(rows.iter().filter(|row| row.status == status).count()).unwrap_or(u32::MAX)
        };
        BatchAnswer {
            dry_run: self.how.dry_run,
            stored: count(RowStatus::Stored),
            updated: count(RowStatus::Updated),
            unchanged: count(RowStatus::Unchanged),
            refused: count(RowStatus::Refused),
            rows,
        }
    }
}
