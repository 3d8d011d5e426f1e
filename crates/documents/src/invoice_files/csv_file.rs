//! Knows an invoice as CSV; must not know what a row says.

use madoguchi_domain::csv_cells::formula_safe;

use super::FileError;
use super::rows::{self, HEADER};
use crate::InvoiceDocument;
use crate::text_files::{Encoding, encode};

pub fn write(invoice: &InvoiceDocument, encoding: Encoding) -> Result<Vec<u8>, FileError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for row in rows::lines(invoice).chain(rows::totals(invoice)) {
        let amount = row.amount.to_string();
        let item = formula_safe(&row.item);
        writer.write_record([
            &*formula_safe(row.contract_number),
            &item,
            &amount,
            row.rate,
            &formula_safe(row.note),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(encode(&String::from_utf8_lossy(&bytes), &encoding, true))
}
