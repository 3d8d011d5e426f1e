//! A whole file of rows in memory, whatever its headers are: for files that a person sends and that are small. Every cell
//! knows where it stands in the file. Knows no noun.

use std::io::Read;

use super::files::reader;
use super::text_readers::{Allowance, Encoding};

/// What stands for bytes that could not be decoded.
const UNDECODABLE: char = '\u{FFFD}';
/// How files of two bytes a letter begin.
const WIDE_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];

/// Rows under headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// The headers, their ends trimmed, with nothing behind the last one that says something.
    pub headers: Vec<String>,
    /// The rows, without those that say nothing.
    pub rows: Vec<SheetRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SheetRow {
    /// Line of the file in which it begins, counted from 1.
    pub line: u32,
    /// Row as a spreadsheet counts it: a line feed within a cell begins no row.
    pub row: u32,
    /// The cells, their ends trimmed: as many as headers, unless the row has others.
    pub cells: Vec<String>,
    /// How many lines below `line` each cell begins; empty when the row is one line.
    pub offsets: Vec<u32>,
}

impl SheetRow {
    /// The first cell that could not be decoded, by its place.
    pub fn undecodable(&self) -> Option<usize> {
        self.cells.iter().position(|cell| cell.contains(UNDECODABLE))
    }
}

/// Why a file is no sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetError {
    /// It cannot be split into rows: a quote is left open, or it is no text.
    Malformed,
    /// It has more rows than it may have.
    TooManyRows,
}

impl Sheet {
    /// Reads a file: UTF-8 with or without byte order mark, or Windows-31J. Of so many rows at most.
    pub fn read(content: &[u8], rows_max: usize) -> Result<Self, SheetError> {
        let allowance = Allowance::new();
        // Every row ends with a line feed then, so that its first line follows from its last one: the reader's own position
        // is that before blank lines.
        let is_ended = content.ends_with(b"\n") || WIDE_MARKS.iter().any(|mark| content.starts_with(mark));
        let end: &[u8] = if is_ended { b"" } else { b"\n" };
        let mut reader = reader(content.chain(end), Encoding::Auto, allowance.clone());
        let headers = reader.headers().map_err(|_| SheetError::Malformed)?;
        // A text has no NUL: other files do.
        if headers.as_slice().contains('\0') {
            return Err(SheetError::Malformed);
        }
        let feeds_of_headers = feeds(headers.as_slice());
        let mut headers: Vec<String> = headers.iter().map(|header| header.trim().to_owned()).collect();
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        let (mut rows, mut feeds_before) = (Vec::new(), feeds_of_headers);
        let mut record = csv::StringRecord::new();
        loop {
            allowance.refill();
            if !reader.read_record(&mut record).map_err(|_| SheetError::Malformed)? {
                return Ok(Self { headers, rows });
            }
            let feeds = feeds(record.as_slice());
            let next = u32::try_from(reader.position().line()).map_err(|_| SheetError::Malformed)?;
            let line = next.saturating_sub(feeds + 1);
            let row = line.saturating_sub(feeds_before);
            feeds_before += feeds;
            if record.as_slice().trim().is_empty() {
                continue;
            }
            if rows.len() == rows_max {
                return Err(SheetError::TooManyRows);
            }
            rows.push(SheetRow { line, row, ..cells(&record, headers.len()) });
        }
    }
}

/// The cells of a row and where they begin. Cells that say nothing behind the last header are none.
fn cells(record: &csv::StringRecord, width: usize) -> SheetRow {
    let (mut cells, mut offsets, mut offset) = (Vec::with_capacity(width), Vec::new(), 0);
    for cell in record {
        cells.push(cell.trim().to_owned());
        offsets.push(offset);
        offset += feeds(cell);
    }
    while cells.len() > width && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    offsets.truncate(cells.len());
    if offset == 0 {
        offsets.clear();
    }
    SheetRow { line: 0, row: 0, cells, offsets }
}

fn feeds(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;

    use super::*;

    #[test]
    fn every_cell_knows_its_line_and_row() {
        let text = "\u{FEFF}番号,\"住所\n（全角）\",名\r\n1,\"港区\n芝\",青葉\r\n\r\n2,港区,\"若葉\"\r\n3,a,b,\r\n";
        let sheet = Sheet::read(text.as_bytes(), 9).unwrap();
        assert_eq!(sheet.headers, ["番号", "住所\n（全角）", "名"]);
        let places: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.row, row.cells.len())).collect();
        assert_eq!(places, [(3, 2, 3), (6, 4, 3), (7, 5, 3)]);
        assert_eq!(sheet.rows[0].offsets, [0, 0, 1]);
        assert_eq!(sheet.rows[0].cells, ["1", "港区\n芝", "青葉"]);
        assert!(sheet.rows[1].offsets.is_empty());
        let sheet = Sheet::read(b"a,b\n\n\n1,2\n\n\"x\ny\",4\n5,6", 9).unwrap();
        let places: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.row)).collect();
        assert_eq!(places, [(4, 4), (6, 6), (8, 7)]);
    }

    #[test]
    fn both_encodings_read_the_same() {
        let text = "番号,名\r\n1,㈱髙﨑ｽｽﾞｷ～\r\n";
        let (cp932, ..) = SHIFT_JIS.encode(text);
        assert_eq!(Sheet::read(&cp932, 9), Sheet::read(text.as_bytes(), 9));
        let broken = Sheet::read(b"\xEF\xBB\xBFa,b\n1,\xE3\x81\n", 9).unwrap();
        assert_eq!(broken.rows[0].undecodable(), Some(1));
    }

    #[test]
    fn files_that_are_no_sheets() {
        assert_eq!(Sheet::read(b"a\n1\n2\n3\n", 2), Err(SheetError::TooManyRows));
        assert_eq!(Sheet::read(b"%PDF\0\0\n1\n", 2), Err(SheetError::Malformed));
        let open = [b"a\n\"".to_vec(), vec![b'x'; 2 * 1024 * 1024]].concat();
        assert_eq!(Sheet::read(&open, 2), Err(SheetError::Malformed));
        assert_eq!(Sheet::read(b"", 2), Ok(Sheet { headers: Vec::new(), rows: Vec::new() }));
    }
}
