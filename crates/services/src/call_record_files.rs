//! Call records as a CSV file, streamed in parts of bounded size: UTF-8 with byte order mark, or Windows-31J.

use std::sync::Arc;

use bytes::Bytes;
use encoding_rs::SHIFT_JIS;
use futures_util::Stream;
use madoguchi_domain::csv_cells::{formula_safe, to_cp932_text};
use madoguchi_domain::{dates, durations};

use crate::call_records::{self, CallRecord, Ordering, Selection};
use crate::{Error, Services};

/// Records read at once; what a download holds in memory.
const PART: u64 = 2_000;
/// Stands for a character that Windows-31J does not have, as Japanese systems write it.
const UNMAPPABLE: &str = "〓";
const HEADER: [&str; 6] = ["日時", "利用種類", "通話元", "通話先", "通話時間", "料金"];

/// Encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// With byte order mark, so that spreadsheets read it as such.
    Utf8,
    /// Windows-31J.
    Cp932,
}

/// The file of a selection, part by part. A record that arrives while it is read may be in it or not; none is twice.
pub fn csv(
    services: Arc<Services>,
    selection: Selection,
    ordering: Ordering,
    encoding: Encoding,
) -> impl Stream<Item = Result<Bytes, Error>> {
    async_stream::try_stream! {
        let mut after = None;
        let mut first = true;
        loop {
            let rows = call_records::read(&services, &selection, ordering, after, PART).await?;
            let text = write(&rows, first)?;
            yield encode(&text, encoding, first);
            first = false;
            after = rows.last().map(|row| call_records::position(ordering.key, row));
            if u64::try_from(rows.len()).unwrap_or(u64::MAX) < PART {
                break;
            }
        }
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

fn encode(text: &str, encoding: Encoding, first: bool) -> Bytes {
    match encoding {
        Encoding::Utf8 if first => Bytes::from(["\u{FEFF}", text].concat()),
        Encoding::Utf8 => Bytes::from(text.to_owned()),
        Encoding::Cp932 => Bytes::from(cp932(text)),
    }
}

fn cp932(text: &str) -> Vec<u8> {
    let text = to_cp932_text(text);
    let (bytes, _, unmappable) = SHIFT_JIS.encode(&text);
    if !unmappable {
        return bytes.into_owned();
    }
    let replaced: String = text
        .chars()
        .map(|c| {
            let mut buffer = [0; 4];
            let unmappable = SHIFT_JIS.encode(c.encode_utf8(&mut buffer)).2;
            if unmappable { UNMAPPABLE.to_owned() } else { c.to_string() }
        })
        .collect();
    SHIFT_JIS.encode(&replaced).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cp932_maps_wave_dash_and_minus_and_marks_what_it_lacks() {
        assert_eq!(cp932("〜−"), [0x81, 0x60, 0x81, 0x7C]);
        assert_eq!(cp932("𠮷"), [0x81, 0xAC]);
    }

    #[test]
    fn utf8_starts_with_one_mark() {
        assert_eq!(&encode("a", Encoding::Utf8, true)[..], b"\xEF\xBB\xBFa");
        assert_eq!(&encode("a", Encoding::Utf8, false)[..], b"a");
    }
}
