//! Reading a file off the request threads into batches of bounded size, a few ahead of what is being stored. Knows no
//! noun.

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Error;
use super::cells::Cells;
use crate::FieldCode;
use crate::rows::RowError;

/// Batches read ahead, beside the one that is being read: what waits is memory.
const AHEAD: usize = 1;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub struct RowSpan {
    /// Line of its first row.
    pub line: u64,
    /// Rows it is made of.
    pub rows: u64,
}

/// Some rows of a file.
pub struct Batch<T> {
    /// Rows read.
    pub rows: u64,
    /// What they say.
    pub values: Vec<T>,
    /// Where each of them comes from.
    pub spans: Vec<RowSpan>,
    /// Rows that say nothing sensible.
    pub rejected: Vec<(RowSpan, RowError)>,
    /// What somebody should look at in rows that are kept all the same.
    pub noted: Vec<(RowSpan, RowError)>,
}

impl<T> Batch<T> {
    fn new() -> Self {
        Self { rows: 0, values: Vec::new(), spans: Vec::new(), rejected: Vec::new(), noted: Vec::new() }
    }
}

/// The batches of a file, in order.
pub struct Batches<T> {
    receiver: mpsc::Receiver<Batch<T>>,
    reader: JoinHandle<Result<(), Error>>,
}

impl<T: Send + 'static> Batches<T> {
    /// Starts reading: `read` puts everything it finds into the batcher. A batch is given on with `size` rows.
    pub fn read(size: u64, read: impl FnOnce(&mut Batcher<T>) -> Result<(), Error> + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let reader = tokio::task::spawn_blocking(move || {
            let mut batcher = Batcher { sender, size, batch: Batch::new() };
            let read = read(&mut batcher);
            // What was read before a file broke off is right.
            batcher.flush()?;
            read
        });
        Self { receiver, reader }
    }
}

impl<T> Batches<T> {
    /// The next batch; none at the end or after an error.
    pub async fn next(&mut self) -> Option<Batch<T>> {
        self.receiver.recv().await
    }

    /// Whether the file was read to its end.
    pub async fn finish(self) -> Result<(), Error> {
        self.reader.await.map_err(crate::Error::internal)?
    }
}

/// Collects what is read.
pub struct Batcher<T> {
    sender: mpsc::Sender<Batch<T>>,
    size: u64,
    batch: Batch<T>,
}

impl<T> Batcher<T> {
    /// Adds a value, or says why there is none.
    pub fn add(&mut self, span: RowSpan, value: Result<T, RowError>) -> Result<(), Error> {
        self.batch.rows += span.rows;
        match value {
            Ok(value) => {
                self.batch.values.push(value);
                self.batch.spans.push(span);
            }
            Err(error) => self.batch.rejected.push((span, error)),
        }
        if self.batch.rows >= self.size { self.flush() } else { Ok(()) }
    }

    /// Adds what one row says.
    pub fn add_row(&mut self, cells: &Cells<'_>, value: Result<T, RowError>) -> Result<(), Error> {
        if value.is_ok() {
            self.note(cells);
        }
        self.add(RowSpan { line: cells.line, rows: 1 }, value)
    }

    /// Notes what somebody should look at in a row that is kept.
    pub fn note(&mut self, cells: &Cells<'_>) {
        if let Some(cell) = cells.private() {
            let note = RowError::new("row", FieldCode::PrivateCharacters, cell);
            self.batch.noted.push((RowSpan { line: cells.line, rows: 1 }, note));
        }
    }

    fn flush(&mut self) -> Result<(), Error> {
        let batch = std::mem::replace(&mut self.batch, Batch::new());
        if batch.rows == 0 {
            return Ok(());
        }
        // Nobody listens any more when storing has failed; that error is the one to tell.
        self.sender.blocking_send(batch).map_err(|_| crate::Error::internal("the import has stopped").into())
    }
}
