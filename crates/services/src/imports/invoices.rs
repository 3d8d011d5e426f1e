//! Rows of invoices: each is a line of one, and lines of one invoice may stand apart. An invoice with a line that
//! cannot be right is not issued at all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::batches::{Batcher, Batches, RowSpan};
use super::cells::{self, Cells};
use super::files::Rows;
use super::mapping::{InvoiceColumns, Source};
use super::summaries::{Noun, Outcome, Progress};
use super::{Error, Run};
use crate::FieldCode;
use crate::invoices::issue::{self, NewInvoice, NewLine};
use crate::rows::RowError;

const BATCH: u64 = 1_000;
/// Lines that may wait for the rest of their invoices.
const WAITING_MAX: usize = 200_000;

pub async fn import<P: FnMut(Progress)>(
    run: &mut Run<'_, P>,
    path: PathBuf,
    source: &Source<InvoiceColumns>,
) -> Result<(), Error> {
    let (file, source) = (path.clone(), source.clone());
    let batches = Batches::read(BATCH, move |batcher| read(&file, &source, batcher));
    let (provider, now) = (run.provider, run.now);
    let store = async |tx: &_, rows: &[NewInvoice]| {
        let answers = issue::issue(tx, provider, now, rows).await?;
        let outcome = |(row, answer): (&NewInvoice, Result<issue::Issued, _>)| {
            let lines = u64::try_from(row.lines.len()).unwrap_or(u64::MAX);
            answer.map(|issued| Outcome { outcome: issued.outcome, lines, amount: issued.gross.0 })
        };
        Ok(rows.iter().zip(answers).map(outcome).collect())
    };
    run.file(Noun::Invoices, path, batches, async |_| Ok(()), store).await
}

/// Reads the file twice: first how many lines each invoice has, then the lines. So an invoice is complete as soon as
/// its last line is read, and only those begun are held.
fn read(path: &Path, source: &Source<InvoiceColumns>, batcher: &mut Batcher<NewInvoice>) -> Result<(), Error> {
    let columns = &source.columns;
    let mut left: HashMap<u64, u32> = HashMap::new();
    let mut rows = Rows::open(path, source.encoding, &columns.headers())?;
    while let Some(cells) = rows.next()? {
        *left.entry(digest(&columns.number, &cells)).or_default() += 1;
    }
    let mut waiting = Waiting::default();
    let mut rows = Rows::open(path, source.encoding, &columns.headers())?;
    while let Some(cells) = rows.next()? {
        let left = left.entry(digest(&columns.number, &cells)).or_default();
        *left = left.saturating_sub(1);
        let last = *left == 0;
        if let Some((span, invoice)) = waiting.add(columns, &cells, last, batcher)? {
            batcher.add(span, invoice)?;
        }
        if waiting.lines > WAITING_MAX {
            return Err(Error::file(path, "the lines of too many invoices stand apart; sort the file by invoice"));
        }
    }
    // Not empty only when two numbers have one digest.
    for (span, invoice) in waiting.rest() {
        batcher.add(span, invoice)?;
    }
    Ok(())
}

fn digest(number: &super::Text, cells: &Cells<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.of("number", cells).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}

/// Invoices of which lines are still to come.
#[derive(Default)]
struct Waiting {
    invoices: HashMap<String, Draft>,
    lines: usize,
}

/// An invoice as far as it was read.
struct Draft {
    span: RowSpan,
    /// Absent as soon as a line was refused.
    invoice: Option<NewInvoice>,
}

impl Draft {
    fn finish(self, number: &str) -> (RowSpan, Result<NewInvoice, RowError>) {
        let incomplete = || RowError::new("lines", FieldCode::InvoiceIncomplete, number);
        (self.span, self.invoice.ok_or_else(incomplete))
    }
}

type Finished = (RowSpan, Result<NewInvoice, RowError>);

impl Waiting {
    /// Adds a line to its invoice; gives the invoice when that was its last.
    fn add(
        &mut self,
        columns: &InvoiceColumns,
        cells: &Cells<'_>,
        last: bool,
        batcher: &mut Batcher<NewInvoice>,
    ) -> Result<Option<Finished>, Error> {
        let number = columns.number.of("number", cells).unwrap_or_default();
        let line = head_and_line(columns, cells, &number);
        let draft = self.invoices.entry(number.clone()).or_insert_with(|| Draft {
            span: RowSpan { line: cells.line, rows: 0 },
            invoice: line.as_ref().ok().map(|(head, _)| head.clone()),
        });
        match line.and_then(|(head, line)| Ok((same_head(draft.invoice.as_ref(), head)?, line))) {
            Ok((_, line)) => {
                batcher.note(cells);
                draft.span.rows += 1;
                self.lines += 1;
                if let Some(invoice) = &mut draft.invoice {
                    invoice.lines.push(line);
                }
            }
            Err(error) => {
                draft.invoice = None;
                batcher.add(RowSpan { line: cells.line, rows: 1 }, Err(error))?;
            }
        }
        let finished = if last { self.invoices.remove(&number) } else { None };
        let finished = finished.inspect(|draft| self.lines -= usize::try_from(draft.span.rows).unwrap_or(0));
        Ok(finished.filter(|draft| draft.span.rows > 0).map(|draft| draft.finish(&number)))
    }

    fn rest(self) -> impl Iterator<Item = Finished> {
        let drafts = self.invoices.into_iter().filter(|(_, draft)| draft.span.rows > 0);
        drafts.map(|(number, draft)| draft.finish(&number))
    }
}

/// Refuses a line that says something else of the invoice than those before.
fn same_head(invoice: Option<&NewInvoice>, head: NewInvoice) -> Result<(), RowError> {
    match invoice {
        Some(known) if known.billing_group != head.billing_group => {
            Err(RowError::new("billing_group", FieldCode::LinesDiffer, &head.billing_group))
        }
        Some(known) if known.month != head.month => {
            Err(RowError::new("month", FieldCode::LinesDiffer, &head.month.to_string()))
        }
        _ => Ok(()),
    }
}

fn head_and_line(columns: &InvoiceColumns, cells: &Cells<'_>, number: &str) -> Result<(NewInvoice, NewLine), RowError> {
    cells.check()?;
    let head = NewInvoice {
        number: crate::rows::required("number", number, crate::rows::SHORT_MAX)?,
        billing_group: columns.billing_group.of("billing_group", cells)?,
        month: cells::month("month", &columns.month.of("month", cells)?)?,
        lines: Vec::new(),
        terms: issue::Terms::default(),
    };
    let line = NewLine {
        contract: columns.contract.of("contract", cells)?,
        item: columns.item.of("item", cells)?,
        amount: cells::yen("amount", &columns.amount.of("amount", cells)?)?,
        tax_rate: columns.tax_rate.of("tax_rate", cells)?,
        note: columns.note.of("note", cells)?,
    };
    Ok((head, line))
}
