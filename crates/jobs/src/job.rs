//! A kind of work as a type: what travels in its row, and what is done with it.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{Outcome, Row, enqueue};

/// A kind of work. Its fields are the payload of the row: a job that an earlier version promised must still be read.
pub trait Job: Serialize + DeserializeOwned {
    /// Names it in the table, as `deliver_mail`.
    const KIND: &'static str;
    /// What it works with.
    type Context;

    /// Does it. What must not be done twice takes the job away ([`crate::take`]) in the transaction that does it.
    fn run(self, context: &Self::Context, claim: Claim) -> impl Future<Output = Result<(), Failure>>;
}

/// The try that is under way.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Names the row.
    pub id: Uuid,
    /// Whether the job is given up when this try fails.
    pub is_last_try: bool,
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Try again later.
    Retry(String),
    /// Never try again.
    Fail(String),
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Retry(error) => Self::Retry(error),
            Failure::Fail(error) => Self::Fail(error),
        }
    }
}

/// A transaction that wakes the runner of its process once it is committed.
pub trait Outbox: ConnectionTrait {
    /// Remembers that something was promised in it.
    fn promised(&self);
}

/// Promises a job in the caller's transaction.
///
/// # Errors
/// Any error of the database; the caller's transaction is then lost as a whole.
pub async fn promise<J: Job>(outbox: &impl Outbox, job: &J, run_at: DateTime<Utc>) -> Result<Uuid, DbErr> {
    let payload = serde_json::to_value(job).map_err(|error| DbErr::Json(error.to_string()))?;
    enqueue(outbox, J::KIND, payload, run_at).await
}

/// Promises many jobs of a kind in the caller's transaction.
///
/// # Errors
/// As [`promise`].
pub async fn promise_all<J: Job>(outbox: &impl Outbox, jobs: &[J], run_at: DateTime<Utc>) -> Result<(), DbErr> {
    let payloads = jobs.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>();
    let payloads = payloads.map_err(|error| DbErr::Json(error.to_string()))?;
    crate::enqueue_all(outbox, J::KIND, payloads, run_at).await
}

/// Does the job of a row. A payload that cannot be read is of no use later either.
pub async fn run<J: Job>(context: &J::Context, row: Row, is_last_try: bool) -> Outcome {
    let claim = Claim { id: row.id, is_last_try };
    match serde_json::from_value::<J>(row.payload) {
        Ok(job) => job.run(context, claim).await.map_or_else(Outcome::from, |()| Outcome::Done),
        Err(error) => Outcome::Fail(error.to_string()),
    }
}
