//! An upload under way: what came of each batch is counted in the transaction that stores it, so that the count is never
//! ahead of what is there, nor behind.

use std::sync::Mutex;

use madoguchi_domain::batches::ImportState;
use madoguchi_entities::call_record_imports::{ActiveModel, Model as Import};
use madoguchi_entities::ids::CallRecordImportId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::batches::{Batch, Batches, RowSpan};
use super::super::summaries::Outcome;
use super::super::{Counts, Error, call_records};
use crate::call_records::store::NewCallRecord;
use crate::database::Transaction;
use crate::rows::RowError;
use crate::{FieldCode, ProblemCode, Provider, Services};

/// Refused rows that are kept.
const FAULTS_KEPT: usize = 1_000;

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Line of what was sent, counted from 1; a header is line 1.
    pub line: u64,
    /// Field of the row.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldCode,
    /// What stood there, cut; called numbers are masked.
    pub value: String,
}

/// An upload under way.
pub(super) struct Under<'a> {
    services: &'a Services,
    provider: &'a Provider,
    import: Import,
    faults: Vec<Fault>,
}

impl<'a> Under<'a> {
    /// Writes down that it began.
    pub(super) async fn begin(services: &'a Services, provider: &'a Provider) -> Result<Self, crate::Error> {
        let now = services.clock.now();
        let import = Import {
            id: CallRecordImportId(Uuid::now_v7()),
            portal: provider.portal().key.clone(),
            state: ImportState::Running,
            failure: None,
            detail: String::new(),
            rows: 0,
            stored: 0,
            duplicates: 0,
            refused: 0,
            charge: 0,
            faults: "[]".to_owned(),
            started_at: now,
            updated_at: now,
            finished_at: None,
        };
        let insert = async |tx: &Transaction| Ok(all(&import).insert(tx).await?);
        let import = services.db.transaction(insert).await?;
        Ok(Self { services, provider, import, faults: Vec::new() })
    }

    /// Stores batch after batch, while the next ones are read.
    pub(super) async fn store(&mut self, mut batches: Batches<NewCallRecord>) -> Result<(), Error> {
        while let Some(batch) = batches.next().await {
            self.batch(batch).await?;
        }
        batches.finish().await
    }

    async fn batch(&mut self, batch: Batch<NewCallRecord>) -> Result<(), crate::Error> {
        let (services, provider) = (self.services, self.provider);
        call_records::prepare(&services.db, &batch.values).await?;
        // The transaction may be run again: what it comes to is taken from the run that was kept.
        let counted = Mutex::new(None);
        let store = async |tx: &Transaction| {
            let answers = call_records::store_all(tx, provider, &batch.values).await?;
            let (import, faults) = self.counting(&batch, answers)?;
            all(&import).update(tx).await?;
            *counted.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((import, faults));
            Ok(())
        };
        services.db.transaction(store).await?;
        let counted = counted.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        (self.import, self.faults) = counted.ok_or_else(|| crate::Error::internal("a batch that was not counted"))?;
        Ok(())
    }

    /// The row with a batch counted.
    fn counting(
        &self,
        batch: &Batch<NewCallRecord>,
        answers: Vec<Result<Outcome, RowError>>,
    ) -> Result<(Import, Vec<Fault>), crate::Error> {
        let mut counts = Counts::default();
        let mut refused: Vec<(RowSpan, RowError)> = batch.rejected.clone();
        for (span, answer) in batch.spans.iter().zip(answers) {
            match answer {
                Ok(outcome) => counts.add(outcome),
                Err(error) => refused.push((*span, error)),
            }
        }
        refused.sort_unstable_by_key(|(span, _)| span.line);
        let more = |count: i64, by: u64| count.saturating_add(i64::try_from(by).unwrap_or(i64::MAX));
        let mut import = self.import.clone();
        import.rows = more(import.rows, batch.rows);
        import.stored = more(import.stored, counts.stored);
        import.duplicates = more(import.duplicates, counts.duplicates);
        import.refused = more(import.refused, refused.len() as u64);
        import.charge = import.charge.saturating_add(counts.amount);
        import.updated_at = self.services.clock.now();
        let mut faults = self.faults.clone();
        let room = FAULTS_KEPT.saturating_sub(faults.len());
        faults.extend(refused.into_iter().take(room).map(|(span, error)| Fault {
            line: span.line,
            field: error.field.into_owned(),
            code: error.code,
            value: error.value,
        }));
        import.faults = serde_json::to_string(&faults).map_err(crate::Error::internal)?;
        Ok((import, faults))
    }

    /// Writes down how it ended.
    pub(super) async fn end(
        self,
        state: ImportState,
        failure: Option<(ProblemCode, &str)>,
    ) -> Result<Import, crate::Error> {
        let now = self.services.clock.now();
        let mut import = Import { state, finished_at: Some(now), updated_at: now, ..self.import };
        if let Some((code, detail)) = failure {
            import.failure = Some(code.as_str().to_owned());
            import.detail = detail.to_owned();
        }
        let update = async |tx: &Transaction| Ok(all(&import).update(tx).await?);
        self.services.db.transaction(update).await
    }
}

fn all(import: &Import) -> ActiveModel {
    import.clone().into_active_model().reset_all()
}
