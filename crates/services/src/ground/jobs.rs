//! Jobs other than mails that were given up: which there are, how an operator has them tried again, and their end. Mails
//! have a list of their own ([`mails::list_failed`]), which says more.

use chrono::{DateTime, TimeDelta, Utc};
use madoguchi_jobs::{Kinds, Row};
use uuid::Uuid;

use crate::audit_events::{self, Event};
use crate::error::one_line;
use crate::{Error, Operator, Services, mails};

/// After this time nobody has the work done any more, nor wants it done.
const KEPT_DAYS: i64 = 90;
/// Rows that are read at once.
const BATCH: u64 = 500;
const NOT_MAILS: Kinds = Kinds::Except(mails::KINDS);

/// A job that was given up. Says nothing of what it is about: that may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    /// Names it for [`retry_failed`].
    pub id: Uuid,
    /// What it does, as `render_invoices`.
    pub kind: String,
    /// How often it was tried.
    pub attempts: i32,
    /// What went wrong last, on one line.
    pub last_error: String,
    /// When it was promised.
    pub created_at: DateTime<Utc>,
}

/// The jobs that were given up and are no mails, oldest first.
///
/// # Errors
/// Any error of the database.
pub async fn list_failed(services: &Services, _: &Operator) -> Result<Vec<FailedJob>, Error> {
    let mut shown = Vec::new();
    let mut after = None;
    loop {
        let jobs = madoguchi_jobs::failed(services.db.read(), NOT_MAILS, after, BATCH).await?;
        let Some(last) = jobs.last() else { return Ok(shown) };
        after = Some(last.id);
        shown.extend(jobs.into_iter().map(show));
    }
}

fn show(row: Row) -> FailedJob {
    let Row { id, kind, attempts, last_error, created_at, .. } = row;
    FailedJob { id, kind, attempts, last_error: one_line(&last_error.unwrap_or_default()), created_at }
}

/// Makes one job that was given up due again, or all of them but mails, and tells how many: tries are counted anew.
///
/// # Errors
/// [`Error::NotFound`] when `id` names no such job; any error of the database: then none is tried again.
pub async fn retry_failed(services: &Services, operator: &Operator, id: Option<&str>) -> Result<u64, Error> {
    let id = id.map(Uuid::parse_str).transpose().map_err(|_| Error::NotFound)?;
    let count = services
        .db
        .transaction(async |tx| {
            let count = madoguchi_jobs::retry_failed(tx, NOT_MAILS, id, services.clock.now()).await?;
            if count > 0 {
                // Which portal a job is for, only its work knows.
                let event = Event::named("jobs.queued_again").with(serde_json::json!({ "job": id, "count": count }));
                audit_events::record_everywhere(tx, services, operator, &event).await?;
            }
            Ok(count)
        })
        .await?;
    if count == 0 && id.is_some() {
        return Err(Error::NotFound);
    }
    Ok(count)
}

/// Deletes jobs that were given up long ago, mails' too: the mails themselves stay, and say that they failed.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn delete_old_failed(services: &Services) -> Result<(), Error> {
    // The row of the job is all that tells that such a mail is not on its way.
    mails::settle(services).await?;
    let before = services.clock.now() - TimeDelta::days(KEPT_DAYS);
    let deleted = madoguchi_jobs::delete_failed(services.db.write(), before).await?;
    if deleted > 0 {
        tracing::info!(deleted, "jobs that were given up long ago are gone");
    }
    Ok(())
}
