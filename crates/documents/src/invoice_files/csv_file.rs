//! Knows an invoice as CSV; must not know what a row says.

use madoguchi_domain::csv_cells::formula_safe;

use super::FileError;
use super::rows::{self, HEADER};
use crate::InvoiceDocument;
use crate::text_files::{Encoding, encode};

/// Lines and totals, and behind each what stands on top of the paper: one table that needs no other file.
pub fn write(invoice: &InvoiceDocument, encoding: Encoding) -> Result<Vec<u8>, FileError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let facts = rows::facts(invoice);
    writer.write_record(HEADER.into_iter().chain(facts.iter().map(|(label, _)| *label)))?;
    let facts = facts.each_ref().map(|(_, value)| formula_safe(value));
    for row in rows::lines(invoice).chain(rows::totals(invoice)) {
        let (amount, item) = (row.amount.to_string(), formula_safe(&row.item));
        let (contract_number, note) = (formula_safe(row.contract_number), formula_safe(row.note));
        let cells = [&*contract_number, &*item, &*amount, row.rate, &*note];
        writer.write_record(cells.into_iter().chain(facts.iter().map(|fact| &**fact)))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(encode(&String::from_utf8_lossy(&bytes), &encoding, true))
}
