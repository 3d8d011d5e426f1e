//! What a provider's systems write by their own keys: one at a time, with the revision it was made from, or many at once. The
//! same functions as imports go through, in a transaction that is kept or only tried. Knows how rows hang together, not what
//! they say.

pub mod contracts;
pub mod customers;
pub mod faqs;
pub mod invoices;
pub mod products;
pub mod usages;

use madoguchi_domain::batches::BatchMode;
use serde_json::json;

use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::revisions::{Expected, Revision};
use crate::rows::{RowError, RowOutcome};
use crate::{Error, FieldError, ProblemCode, Provider, Services};

/// Most rows of one batch.
pub const ROWS_MAX: usize = 1_000;

/// How a batch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    /// What a refused row means for the others.
    pub mode: BatchMode,
    /// Only tried: the answer is the same, and nothing is kept.
    pub dry_run: bool,
}

/// What one is written on, and whether it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The state that it was made from.
    pub expected: &'a Expected,
    /// Only tried.
    pub dry_run: bool,
}

/// The answers to the rows of a batch, in their order.
pub type Answers<T> = Vec<Result<T, RowError>>;

/// Rows as they were sent; what could not be read is an answer already.
pub type Given<R> = Vec<Result<R, RowError>>;

/// Writes many rows in one transaction.
async fn many<R, T>(
    services: &Services,
    how: How,
    given: Given<R>,
    store: impl AsyncFn(&Transaction, &[R]) -> Result<Answers<T>, Error>,
) -> Result<Answers<T>, Error> {
    let (mut rows, mut unread) = (Vec::with_capacity(given.len()), Vec::with_capacity(given.len()));
    for row in given {
        unread.push(row.map(|row| rows.push(row)));
    }
    let is_read = unread.iter().all(Result::is_ok);
    let answers = services
        .db
        .attempt(async |tx| {
            let answers = store(tx, &rows).await?;
            let is_whole = how.mode == BatchMode::PerRow || is_read && answers.iter().all(Result::is_ok);
            Ok((answers, is_whole && !how.dry_run))
        })
        .await?;
    let mut stored = answers.into_iter();
    let lost = || Error::internal("a row without an answer");
    let answers = unread.into_iter().map(|row| match row {
        Ok(()) => stored.next().ok_or_else(lost),
        Err(error) => Ok(Err(error)),
    });
    let answers = answers.collect::<Result<Answers<T>, Error>>()?;
    match how.mode {
        BatchMode::PerRow => Ok(answers),
        BatchMode::AllOrNothing => whole(answers),
    }
}

/// All answers, or every refused row with its field.
fn whole<T>(answers: Answers<T>) -> Result<Answers<T>, Error> {
    let refused = |(at, answer): (usize, &Result<T, RowError>)| {
        let error = answer.as_ref().err()?;
        Some(FieldError::new(format!("rows[{at}].{}", error.field), error.code))
    };
    let refused: Vec<_> = answers.iter().enumerate().filter_map(refused).collect();
    if refused.is_empty() { Ok(answers) } else { Err(Error::Invalid(refused)) }
}

/// Writes one row and reads it back. `find` holds what is there until the end of the transaction.
async fn one<V>(
    services: &Services,
    basis: Basis<'_>,
    find: impl AsyncFn(&Transaction) -> Result<Option<V>, Error>,
    revision: impl Fn(&V) -> Result<Revision, Error>,
    store: impl AsyncFn(&Transaction) -> Result<Answers<RowOutcome>, Error>,
) -> Result<(V, RowOutcome), Error> {
    services
        .db
        .attempt(async |tx| {
            match (find(tx).await?, basis.expected) {
                (Some(there), expected) => expected.require(&revision(&there)?)?,
                // What it was made from is not there any more, or never was.
                (None, Expected::OneOf(_)) => return Err(Error::Refused(ProblemCode::ChangedMeanwhile)),
                (None, Expected::Any) => {}
            }
            let outcome = only(store(tx).await?)?;
            let written = find(tx).await?.ok_or_else(|| Error::internal("what was written is not there"))?;
            Ok(((written, outcome), !basis.dry_run))
        })
        .await
}

/// The answer to a batch of one; its field is that of the request.
fn only<T>(answers: Answers<T>) -> Result<T, Error> {
    Ok(answers.into_iter().next().ok_or_else(|| Error::internal("a row without an answer"))??)
}

/// Writes down which rows were changed, by their numbers; nothing when none was.
async fn record<'a>(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    action: &'static str,
    written: impl Iterator<Item = (&'a str, &'a Result<RowOutcome, RowError>)>,
) -> Result<(), Error> {
    let (mut stored, mut updated) = (Vec::new(), Vec::new());
    for (number, answer) in written {
        match answer {
            Ok(RowOutcome::Stored) => stored.push(number.trim()),
            Ok(RowOutcome::Updated) => updated.push(number.trim()),
            _ => {}
        }
    }
    if stored.is_empty() && updated.is_empty() {
        return Ok(());
    }
    let event = Event::named(action).with(json!({ "stored": stored, "updated": updated }));
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}
