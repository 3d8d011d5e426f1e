//! Knows a table of texts as a CSV file; must not know what a column means.

use madoguchi_domain::csv_cells::formula_safe;

use crate::text_files::{Encoding, encode};

/// A file with a head and rows, for spreadsheets and programs that print labels.
///
/// # Errors
/// When a row has not as many cells as the head.
pub fn csv(
    head: &[String],
    rows: impl IntoIterator<Item = Vec<String>>,
    encoding: Encoding,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| formula_safe(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(encode(&String::from_utf8_lossy(&bytes), &encoding, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_needed_and_run_no_formula() {
        let head = ["名".to_owned(), "住所".to_owned()];
        let rows = [vec!["=1+1".to_owned(), "港区, \"芝\"\n5丁目".to_owned()]];
        let file = String::from_utf8(csv(&head, rows, Encoding::Utf8).unwrap()).unwrap();
        assert_eq!(file, "\u{FEFF}名,住所\r\n'=1+1,\"港区, \"\"芝\"\"\n5丁目\"\r\n");
        assert!(csv(&head, [vec![String::new()]], Encoding::Utf8).is_err());
    }
}
