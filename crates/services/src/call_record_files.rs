//! Call records as a CSV file, streamed in parts of bounded size: UTF-8 with byte order mark, or Windows-31J.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use madoguchi_documents::text_files;
use madoguchi_domain::csv_cells::formula_safe;
use madoguchi_domain::{dates, durations};

use crate::call_records::views::Download;
use crate::call_records::{self, CallRecord, Ordering, Selection};
use crate::{Error, Services};

pub use madoguchi_documents::text_files::Encoding;

/// Records read at once; what a download holds in memory.
pub(crate) const PART: u64 = 2_000;
const HEADER: [&str; 6] = ["日時", "利用種類", "通話元", "通話先", "通話時間", "料金"];

/// The file of a selection, part by part. A record that arrives while it is read may be in it or not; none is twice.
pub fn csv(
    services: Arc<Services>,
    selection: Selection,
    ordering: Ordering,
    encoding: Encoding,
    mut download: Download,
) -> impl Stream<Item = Result<Bytes, Error>> {
    async_stream::try_stream! {
        let mut after = None;
        let mut first = true;
        loop {
            let part = call_records::read(&services, &selection, ordering, after, PART).await?;
            let text = write(&part.rows, first)?;
            download.send(part.rows.len());
            yield Bytes::from(text_files::encode(&text, &encoding, first));
            first = false;
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        download.end().await;
    }
}

fn write(rows: &[CallRecord], header: bool) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if header {
        writer.write_record(HEADER).map_err(Error::internal)?;
    }
    for row in rows {
        let at = dates::jst(row.started_at).format("%Y/%m/%d %H:%M:%S").to_string();
        let duration = durations::format(u32::try_from(row.duration).unwrap_or(0));
        let charge = row.charge.to_string();
        let cells = [
            &at,
            &*formula_safe(&row.kind),
            &formula_safe(&row.caller),
            &formula_safe(&row.callee),
            &duration,
            &charge,
        ];
        writer.write_record(cells).map_err(Error::internal)?;
    }
    let bytes = writer.into_inner().map_err(Error::internal)?;
    String::from_utf8(bytes).map_err(Error::internal)
}
