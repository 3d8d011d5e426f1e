//! Imports of a provider's exports: files of a folder, read through a mapping, stored through the services that any
//! other way in goes through. Knows no header and no notation of one provider: those stand in `portals/imports`.
//!
//! Each batch is one transaction and each service knows what it has stored, so an import that was cut short is simply
//! run again, and running it twice changes nothing.

mod batches;
mod call_records;
mod cells;
mod columns;
mod contracts;
mod customers;
mod files;
mod invoices;
mod mapping;
mod summaries;
mod text_readers;

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde_json::json;

pub use columns::{Choice, Text};
pub use mapping::{Mapping, MappingError};
pub use summaries::{Counts, Noun, Progress, Rejection, Summary};

use self::batches::{Batches, Place};
use self::summaries::Outcome;
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::rows::RowError;
use crate::{Provider, Services};

/// Why an import stopped. What was stored until then stays; running it again goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that cannot be read as the mapping says.
    #[error("{file}: {reason}")]
    File {
        /// Name of the file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The services or the database behind them.
    #[error(transparent)]
    Service(#[from] crate::Error),
}

impl Error {
    fn file(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::File { file: files::name(path), reason: reason.to_string() }
    }
}

/// Imports the files of `folder` that the mapping names: customers, contracts, invoices, call records. A noun without
/// a file is left out; a row that cannot be right is told and left out, the others are kept. `progress` hears of each
/// file, each batch and each refused row.
///
/// # Errors
/// A file that cannot be read, a folder without any file of the mapping, the database.
pub async fn run(
    services: &Services,
    provider: &Provider,
    folder: &Path,
    mapping: &Mapping,
    progress: impl FnMut(Progress),
) -> Result<Summary, Error> {
    let mut run = Run { services, provider, now: services.clock.now(), summary: Summary::default(), progress };
    run.record("import.started").await?;
    let found = files_of(&mut run, folder, mapping).await?;
    run.record("import.finished").await?;
    if found { Ok(run.summary) } else { Err(Error::file(folder, "no file of the mapping is there")) }
}

/// Imports noun after noun; false where the mapping names no file that is there.
async fn files_of<P: FnMut(Progress)>(run: &mut Run<'_, P>, folder: &Path, mapping: &Mapping) -> Result<bool, Error> {
    let mut found = false;
    if let Some(source) = &mapping.customers {
        for file in files::matching(folder, &source.file)? {
            found = true;
            customers::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.contracts {
        for file in files::matching(folder, &source.file)? {
            found = true;
            contracts::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.invoices {
        for file in files::matching(folder, &source.file)? {
            found = true;
            invoices::import(run, file, source).await?;
        }
    }
    if let Some(source) = &mapping.call_records {
        for file in files::matching(folder, &source.file)? {
            found = true;
            call_records::import(run, file, source).await?;
        }
    }
    Ok(found)
}

/// An import under way.
struct Run<'a, P> {
    services: &'a Services,
    provider: &'a Provider,
    now: DateTime<Utc>,
    summary: Summary,
    progress: P,
}

impl<P: FnMut(Progress)> Run<'_, P> {
    /// Who imports, and what came of it so far. The rows are in transactions of their own: what was begun is written down
    /// before the first of them.
    async fn record(&self, action: &'static str) -> Result<(), crate::Error> {
        let Summary { customers, contracts, invoices, call_records, .. } = &self.summary;
        let counted = |counts: &Counts| json!({ "stored": counts.stored, "updated": counts.updated });
        let event = Event::named(action).with(json!({
            "customers": counted(customers),
            "contracts": counted(contracts),
            "invoices": counted(invoices),
            "call_records": counted(call_records),
        }));
        let (db, provider) = (self.services.db.write(), self.provider);
        audit_events::record(db, self.services, provider.portal(), provider.actor(), event).await
    }

    /// Stores the batches of a file, each in one transaction, while the next ones are read. `prepare` does for a
    /// batch what must not be done inside a transaction.
    async fn file<T>(
        &mut self,
        noun: Noun,
        path: PathBuf,
        mut batches: Batches<T>,
        prepare: impl AsyncFn(&[T]) -> Result<(), crate::Error>,
        store: impl AsyncFn(&Transaction, &[T]) -> Result<Vec<Result<Outcome, RowError>>, crate::Error>,
    ) -> Result<(), Error> {
        let file = files::name(&path);
        (self.progress)(Progress::File { file: file.clone() });
        let mut read = 0;
        while let Some(batch) = batches.next().await {
            prepare(&batch.values).await?;
            let answers = self.services.db.transaction(async |tx| store(tx, &batch.values).await).await?;
            let counts = self.summary.of(noun);
            let mut rejected = batch.rejected;
            counts.rows += batch.rows;
            for (place, answer) in batch.places.into_iter().zip(answers) {
                match answer {
                    Ok(outcome) => counts.add(outcome),
                    Err(error) => rejected.push((place, error)),
                }
            }
            rejected.sort_unstable_by_key(|(place, _)| place.line);
            let told = |(place, error): (Place, _)| Rejection {
                file: file.clone(),
                line: place.line,
                rows: place.rows,
                error,
            };
            for note in batch.noted.into_iter().map(told) {
                self.summary.note(note.clone());
                (self.progress)(Progress::Noted(note));
            }
            for rejection in rejected.into_iter().map(told) {
                self.summary.reject(noun, rejection.clone());
                (self.progress)(Progress::Rejected(rejection));
            }
            read += batch.rows;
            (self.progress)(Progress::Rows { file: file.clone(), rows: read });
        }
        batches.finish().await
    }
}
