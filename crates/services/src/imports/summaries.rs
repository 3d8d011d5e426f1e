//! What an import tells: how far it is, which rows it refused and why, and the figures at its end.

use std::fmt;

use crate::rows::{RowError, RowOutcome};

/// Refused rows that a summary keeps; all of them are told while the import runs.
const REJECTIONS_KEPT: usize = 1_000;

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Customers,
    /// Contracts with their options and phone service.
    Contracts,
    /// Invoices; a row is a line of one.
    Invoices,
    CallRecords,
    /// What contracts stored, by month.
    Usages,
    /// What is rented out.
    Products,
    /// Customers with their first user.
    Companies,
    /// Orders; a row is a line of one.
    Orders,
}

/// News of an import under way; `Display` is a line for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A file is begun.
    File {
        /// Its name.
        file: String,
    },
    /// Rows were read and what came of them is committed.
    Rows {
        /// Name of the file.
        file: String,
        /// Rows since its beginning.
        rows: u64,
    },
    /// A row was refused.
    Rejected(Rejection),
    /// A row was kept, but somebody should look at it: `private_characters` are 外字, which no other system can show.
    Noted(Rejection),
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file } => write!(f, "{file}"),
            Self::Rows { file, rows } => write!(f, "{file}: {rows} rows"),
            Self::Rejected(rejection) => write!(f, "{rejection}: {}", rejection.error.sentence()),
            Self::Noted(note) => write!(f, "note: {note}"),
        }
    }
}

/// A row, or the rows of an invoice, that were refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Name of the file.
    pub file: String,
    /// Line of the first row; the header is line 1.
    pub line: u64,
    /// Rows refused together.
    pub rows: u64,
    /// Field, reason code and value.
    pub error: RowError,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, rows, error } = self;
        write!(f, "{file} line {line}: {error}")?;
        if *rows > 1 { write!(f, " ({rows} rows)") } else { Ok(()) }
    }
}

/// What one row, or one invoice, came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub outcome: RowOutcome,
    /// Lines of an invoice.
    pub lines: u64,
    /// Yen.
    pub amount: i64,
}

impl From<RowOutcome> for Outcome {
    fn from(outcome: RowOutcome) -> Self {
        Self { outcome, lines: 0, amount: 0 }
    }
}

/// Figures of a noun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows read.
    pub rows: u64,
    /// New: customers, contracts, invoices or call records.
    pub stored: u64,
    /// There before and changed.
    pub updated: u64,
    /// There before and the same.
    pub unchanged: u64,
    /// Records that came more than once.
    pub duplicates: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Lines of the invoices stored.
    pub lines: u64,
    /// Yen of what was stored: invoices with tax, charges of calls.
    pub amount: i64,
}

impl Counts {
    pub(super) fn add(&mut self, outcome: Outcome) {
        match outcome.outcome {
            RowOutcome::Stored => {
                self.stored += 1;
                self.lines += outcome.lines;
                self.amount = self.amount.saturating_add(outcome.amount);
            }
            RowOutcome::Updated => self.updated += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
            RowOutcome::Duplicate => self.duplicates += 1,
        }
    }
}

/// The end of an import; `Display` is a table for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub customers: Counts,
    pub contracts: Counts,
    pub invoices: Counts,
    pub call_records: Counts,
    pub usages: Counts,
    pub products: Counts,
    pub companies: Counts,
    pub orders: Counts,
    /// The first refused rows.
    pub rejections: Vec<Rejection>,
    /// The first rows that were kept and should be looked at.
    pub notes: Vec<Rejection>,
}

impl Summary {
    pub(super) fn of(&mut self, noun: Noun) -> &mut Counts {
        match noun {
            Noun::Customers => &mut self.customers,
            Noun::Contracts => &mut self.contracts,
            Noun::Invoices => &mut self.invoices,
            Noun::CallRecords => &mut self.call_records,
            Noun::Usages => &mut self.usages,
            Noun::Products => &mut self.products,
            Noun::Companies => &mut self.companies,
            Noun::Orders => &mut self.orders,
        }
    }

    pub(super) fn reject(&mut self, noun: Noun, rejection: Rejection) {
        self.of(noun).rejected += rejection.rows;
        if self.rejections.len() < REJECTIONS_KEPT {
            self.rejections.push(rejection);
        }
    }
}

impl Summary {
    pub(super) fn note(&mut self, note: Rejection) {
        if self.notes.len() < REJECTIONS_KEPT {
            self.notes.push(note);
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nouns = [
            ("customers", &self.customers),
            ("contracts", &self.contracts),
            ("invoices", &self.invoices),
            ("call records", &self.call_records),
            ("usages", &self.usages),
            ("products", &self.products),
            ("companies", &self.companies),
            ("orders", &self.orders),
        ];
        for (at, (noun, counts)) in nouns.into_iter().enumerate() {
            let separator = if at == 0 { "" } else { "\n" };
            let Counts { rows, stored, updated, unchanged, duplicates, rejected, lines, amount } = counts;
            write!(f, "{separator}{noun}: {rows} rows, {stored} stored")?;
            if *lines > 0 {
                write!(f, " with {lines} lines")?;
            }
            if *amount != 0 {
                write!(f, " ({amount} yen)")?;
            }
            write!(f, ", {updated} updated, {unchanged} unchanged, {duplicates} duplicates, {rejected} rows rejected")?;
        }
        Ok(())
    }
}
