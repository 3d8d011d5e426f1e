//! Knows an invoice as XLSX; must not know what a row says.

use madoguchi_domain::csv_cells::formula_safe;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::FileError;
use super::rows::{self, HEADER, Row};
use crate::{InvoiceDocument, wording};

const WIDTHS: [f64; 5] = [22.0, 44.0, 14.0, 16.0, 40.0];

struct Formats {
    header: Format,
    yen: Format,
    total: Format,
    total_yen: Format,
}

pub fn write(invoice: &InvoiceDocument) -> Result<Vec<u8>, FileError> {
    let formats = Formats {
        header: Format::new().set_bold().set_background_color(0x00E8_EDF3).set_align(FormatAlign::Center),
        yen: Format::new().set_num_format("#,##0"),
        total: Format::new().set_bold().set_border_top(FormatBorder::Thin),
        total_yen: Format::new().set_bold().set_border_top(FormatBorder::Thin).set_num_format("#,##0"),
    };
    let mut book = Workbook::new();
    let title = wording::title(invoice);
    let mut properties = DocProperties::new().set_title(title).set_author(&invoice.issuer.name);
    // The invoice's day and not the clock's: the same invoice makes the same file.
    if let Ok(issued) = ExcelDateTime::parse_from_str(&invoice.issued_on.to_string()) {
        properties = properties.set_creation_datetime(&issued);
    }
    book.set_properties(&properties);
    lines(book.add_worksheet(), invoice, &formats)?;
    heading(book.add_worksheet(), invoice, &formats)?;
    Ok(book.save_to_buffer()?)
}

fn lines(sheet: &mut Worksheet, invoice: &InvoiceDocument, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("料金明細")?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    for (column, (title, width)) in (0_u16..).zip(HEADER.into_iter().zip(WIDTHS)) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title, &formats.header)?;
    }
    let mut at = 1;
    for row in rows::lines(invoice) {
        line(sheet, at, &row, &Format::new(), &formats.yen)?;
        at += 1;
    }
    for row in rows::totals(invoice) {
        line(sheet, at, &row, &formats.total, &formats.total_yen)?;
        at += 1;
    }
    Ok(())
}

fn line(sheet: &mut Worksheet, at: u32, row: &Row<'_>, text: &Format, yen: &Format) -> Result<(), XlsxError> {
    sheet.write_string_with_format(at, 0, formula_safe(row.contract_number), text)?;
    sheet.write_string_with_format(at, 1, formula_safe(&row.item), text)?;
    sheet.write_number_with_format(at, 2, row.amount as f64, yen)?;
    sheet.write_string_with_format(at, 3, row.rate, text)?;
    sheet.write_string_with_format(at, 4, formula_safe(row.note), text)?;
    Ok(())
}

/// What stands on top of the paper.
fn heading(sheet: &mut Worksheet, invoice: &InvoiceDocument, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("請求情報")?;
    sheet.set_column_width(0, 20.0)?;
    sheet.set_column_width(1, 48.0)?;
    let facts = rows::facts(invoice).into_iter().filter(|(_, value)| !value.is_empty());
    for (at, (label, value)) in (0_u32..).zip(facts) {
        sheet.write_string_with_format(at, 0, label, &formats.header)?;
        sheet.write_string(at, 1, formula_safe(&value))?;
    }
    Ok(())
}
