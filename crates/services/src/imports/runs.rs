//! An import under way: batch after batch in a transaction of its own, with what came of each.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::batches::{Batches, RowSpan};
use super::errors::{Error, name};
use super::summaries::{Counts, Noun, Outcome, Progress, Rejection, Summary};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::rows::RowError;
use crate::{Provider, Services};

/// An import under way.
pub(super) struct Run<'a, P> {
    pub(super) services: &'a Services,
    pub(super) provider: &'a Provider,
    pub(super) now: DateTime<Utc>,
    pub(super) summary: Summary,
    pub(super) progress: P,
}

impl<P: FnMut(Progress)> Run<'_, P> {
    /// Who imports, and what came of it so far. The rows are in transactions of their own: what was begun is written down
    /// before the first of them.
    pub(super) async fn record(&self, action: &'static str) -> Result<(), crate::Error> {
        let Summary { customers, contracts, invoices, call_records, usages, products, companies, orders, .. } =
            &self.summary;
        let counted = |counts: &Counts| json!({ "stored": counts.stored, "updated": counts.updated });
        let event = Event::named(action).with(json!({
            "customers": counted(customers),
            "contracts": counted(contracts),
            "invoices": counted(invoices),
            "call_records": counted(call_records),
            "usages": counted(usages),
            "products": counted(products),
            "companies": counted(companies),
            "orders": counted(orders),
        }));
        let (db, provider) = (self.services.db.write(), self.provider);
        audit_events::record(db, self.services, provider.portal(), provider.actor(), event).await
    }

    /// Stores the batches of a file, each in one transaction, while the next ones are read. `prepare` does for a
    /// batch what must not be done inside a transaction.
    pub(super) async fn file<T>(
        &mut self,
        noun: Noun,
        path: PathBuf,
        mut batches: Batches<T>,
        prepare: impl AsyncFn(&[T]) -> Result<(), crate::Error>,
        store: impl AsyncFn(&Transaction, &[T]) -> Result<Vec<Result<Outcome, RowError>>, crate::Error>,
    ) -> Result<(), Error> {
        let file = name(&path);
        (self.progress)(Progress::File { file: file.clone() });
        let mut read = 0;
        while let Some(batch) = batches.next().await {
            prepare(&batch.values).await?;
            let answers = self.services.db.transaction(async |tx| store(tx, &batch.values).await).await?;
            let counts = self.summary.of(noun);
            let mut rejected = batch.rejected;
            counts.rows += batch.rows;
            for (span, answer) in batch.spans.into_iter().zip(answers) {
                match answer {
                    Ok(outcome) => counts.add(outcome),
                    Err(error) => rejected.push((span, error)),
                }
            }
            rejected.sort_unstable_by_key(|(span, _)| span.line);
            let told =
                |(span, error): (RowSpan, _)| Rejection { file: file.clone(), line: span.line, rows: span.rows, error };
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
