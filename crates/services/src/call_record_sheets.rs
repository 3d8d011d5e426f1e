//! Call records as a spreadsheet. Its rows wait in temporary files while it is made, so memory stays the same at any
//! size; it is sent in pieces and deleted when it was sent, or could not be.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use madoguchi_documents::call_record_files::{Row, Workbook};
use madoguchi_domain::dates;
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncReadExt;
use tokio::task::spawn_blocking;

use crate::call_record_files::Parts;
use crate::call_records::views::Download;
use crate::call_records::{CallRecord, Ordering, Selection};
use crate::{Error, Services};

/// Bytes sent at once.
const PIECE: usize = 64 * 1024;

/// The file of a selection. Made as a whole before the first byte: what fails is a problem, not a broken file.
///
/// # Errors
/// Any error of the database; no room for the file.
pub async fn xlsx(
    services: Arc<Services>,
    selection: Selection,
    ordering: Ordering,
    mut download: Download,
) -> Result<impl Stream<Item = Result<Bytes, Error>>, Error> {
    let (path, records) = make(Parts::new(services, selection, ordering)).await?;
    let mut file = tokio::fs::File::open(&path).await.map_err(Error::internal)?;
    Ok(async_stream::try_stream! {
        // Of a file that breaks off, any record may have been in the part that arrived.
        download.send(records);
        // Held until the stream is dropped; then the file is deleted.
        let _path = path;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let limit = u64::try_from(PIECE).unwrap_or(u64::MAX);
            if (&mut file).take(limit).read_to_end(&mut piece).await.map_err(Error::internal)? == 0 {
                break;
            }
            yield Bytes::from(piece);
        }
        download.end().await;
    })
}

/// The finished file, readable by this user of the system alone, and how many records are in it.
async fn make(mut parts: Parts) -> Result<(TempPath, usize), Error> {
    let mut workbook = Workbook::new().map_err(Error::internal)?;
    let mut records = 0;
    while let Some(rows) = parts.next().await? {
        records += rows.len();
        let pushed = spawn_blocking(move || push(workbook, &rows)).await;
        workbook = pushed.map_err(Error::internal)??;
    }
    let finished = spawn_blocking(move || {
        let path = NamedTempFile::new().map_err(Error::internal)?.into_temp_path();
        workbook.finish(&path).map_err(Error::internal)?;
        Ok::<_, Error>(path)
    });
    Ok((finished.await.map_err(Error::internal)??, records))
}

fn push(mut workbook: Workbook, rows: &[CallRecord]) -> Result<Workbook, Error> {
    for row in rows {
        let row = Row {
            at: dates::jst(row.started_at).naive_local(),
            kind: &row.kind,
            caller: &row.caller,
            callee: &row.callee,
            duration: u32::try_from(row.duration).unwrap_or(0),
            charge: row.charge,
        };
        workbook.push(row).map_err(Error::internal)?;
    }
    Ok(workbook)
}
