//! Knows the faces of an invoice that are no PDF: HTML, CSV, XLSX and JP PINT; must not know who downloads them.
//!
//! Every face carries every line, every contract and every total, with the same numbers.

mod csv_file;
mod jp_pint_file;
mod rows;
mod web_page;
mod workbook;

use crate::InvoiceDocument;
use crate::text_files::Encoding;
use crate::wording::title;

/// Why a file could not be made. None of these depends on what the invoice says.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The template of the HTML page failed.
    #[error("the page could not be rendered: {0}")]
    Html(#[from] minijinja::Error),
    /// The CSV writer failed.
    #[error("the CSV file could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The XLSX writer failed.
    #[error("the workbook could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The XML writer failed.
    #[error("the XML file could not be written: {0}")]
    Xml(#[from] std::io::Error),
}

/// A complete page in Japanese, without script, for screens, screen readers and printers.
///
/// # Errors
/// [`FileError::Html`].
pub fn html(invoice: &InvoiceDocument) -> Result<String, FileError> {
    web_page::write(invoice)
}

/// One record per line, then the totals; RFC 4180 with CRLF. Amounts are bare numbers, text never begins a formula.
///
/// # Errors
/// [`FileError::Csv`].
pub fn csv(invoice: &InvoiceDocument, encoding: Encoding) -> Result<Vec<u8>, FileError> {
    csv_file::write(invoice, encoding)
}

/// A workbook: the lines with their totals, and a second sheet with what stands on top of an invoice.
///
/// # Errors
/// [`FileError::Xlsx`].
pub fn xlsx(invoice: &InvoiceDocument) -> Result<Vec<u8>, FileError> {
    workbook::write(invoice)
}

/// JP PINT, the Peppol invoice of Japan: UBL 2.1.
///
/// The buyer's electronic address is left out, since an invoice does not know it: a service provider that sends the
/// file adds it.
///
/// # Errors
/// [`FileError::Xml`].
pub fn jp_pint(invoice: &InvoiceDocument) -> Result<String, FileError> {
    jp_pint_file::write(invoice)
}

/// `20261105_みなと通信株式会社_27164_請求書_2026-0001.pdf`: day, counterparty and amount, by which 電子帳簿保存法 has
/// invoices searched, then kind and number, by which one differs from all others. Characters that some file system
/// refuses become `_`.
#[must_use]
pub fn file_name(invoice: &InvoiceDocument, extension: &str) -> String {
    // In UTF-8 the whole stays within the 255 bytes that file systems take.
    const LONGEST_NAME: usize = 36;
    const LONGEST_NUMBER: usize = 32;
    let part = |text: &str, longest| text.trim().chars().map(safe).take(longest).collect::<String>();
    let (day, kind) = (invoice.issued_on.format("%Y%m%d"), title(invoice));
    let (issuer, number) = (part(&invoice.issuer.name, LONGEST_NAME), part(&invoice.number, LONGEST_NUMBER));
    format!("{day}_{issuer}_{}_{kind}_{number}.{extension}", invoice.gross)
}

fn safe(character: char) -> char {
    let refused = character.is_control()
        || character.is_whitespace()
        || matches!(character, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '.')
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if refused { '_' } else { character }
}
