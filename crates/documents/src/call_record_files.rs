//! Knows how call records become a workbook of any size; must not know how they are read.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use madoguchi_domain::csv_cells::formula_safe;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// Rows that a sheet holds below its header (1,048,576 by the format).
const ROWS_PER_SHEET: u32 = 1_048_575;
const HEADER: [&str; 6] = ["日時", "利用種類", "通話元", "通話先", "通話時間", "料金"];
const WIDTHS: [f64; 6] = [20.0, 20.0, 16.0, 16.0, 11.0, 11.0];
const SECONDS_PER_DAY: f64 = 86_400.0;

/// Why a workbook could not be written: no room for its temporary files, or an impossible path.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// One call.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Start, in Japanese time.
    pub at: NaiveDateTime,
    /// 利用種類, as PSTN・県間.
    pub kind: &'a str,
    /// Number of the caller: written as text, so its leading zero survives.
    pub caller: &'a str,
    /// Number that was called.
    pub callee: &'a str,
    /// Seconds.
    pub duration: u32,
    /// Yen.
    pub charge: i64,
}

/// An XLSX file that is written row by row; the rows wait in a temporary file, memory stays the same at any size.
pub struct Workbook {
    book: rust_xlsxwriter::Workbook,
    formats: Formats,
    rows_per_sheet: u32,
    sheets: usize,
    rows: u32,
}

struct Formats {
    header: Format,
    instant: Format,
    duration: Format,
    yen: Format,
}

impl Workbook {
    /// A workbook with its header and no calls.
    ///
    /// # Errors
    /// [`WorkbookError`] when the temporary file cannot be made.
    pub fn new() -> Result<Self, WorkbookError> {
        Self::with_rows_per_sheet(ROWS_PER_SHEET)
    }

    fn with_rows_per_sheet(rows_per_sheet: u32) -> Result<Self, WorkbookError> {
        let formats = Formats {
            header: Format::new().set_bold().set_background_color(0x00E8_EDF3).set_align(FormatAlign::Center),
            instant: Format::new().set_num_format("yyyy/mm/dd hh:mm:ss"),
            duration: Format::new().set_num_format("[hh]:mm:ss"),
            yen: Format::new().set_num_format("#,##0"),
        };
        let book = rust_xlsxwriter::Workbook::new();
        let mut workbook = Self { book, formats, rows_per_sheet, sheets: 0, rows: 0 };
        workbook.begin_sheet()?;
        Ok(workbook)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        self.sheets += 1;
        self.rows = 0;
        let name = if self.sheets == 1 { "通話明細".to_owned() } else { format!("通話明細 ({})", self.sheets) };
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, (title, width)) in (0_u16..).zip(HEADER.into_iter().zip(WIDTHS)) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, title, &self.formats.header)?;
        }
        Ok(())
    }

    /// Adds a call below the others; a full sheet is followed by another.
    ///
    /// # Errors
    /// [`WorkbookError`] when the disk is full.
    pub fn push(&mut self, row: Row<'_>) -> Result<(), WorkbookError> {
        if self.rows == self.rows_per_sheet {
            self.begin_sheet()?;
        }
        self.rows += 1;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        write(sheet, self.rows, row, &self.formats)?;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// [`WorkbookError`] when the path cannot be written.
    pub fn finish(mut self, path: &Path) -> Result<(), WorkbookError> {
        Ok(self.book.save(path)?)
    }
}

fn write(sheet: &mut Worksheet, at: u32, row: Row<'_>, formats: &Formats) -> Result<(), XlsxError> {
    sheet.write_number_with_format(at, 0, serial_date(row.at), &formats.instant)?;
    sheet.write_string(at, 1, formula_safe(row.kind))?;
    sheet.write_string(at, 2, formula_safe(row.caller))?;
    sheet.write_string(at, 3, formula_safe(row.callee))?;
    sheet.write_number_with_format(at, 4, f64::from(row.duration) / SECONDS_PER_DAY, &formats.duration)?;
    sheet.write_number_with_format(at, 5, row.charge as f64, &formats.yen)?;
    Ok(())
}

/// Days since 1899-12-30, by which spreadsheets count.
fn serial_date(at: NaiveDateTime) -> f64 {
    const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day of the calendar");
    let days = (at.date() - EPOCH).num_days() as f64;
    let seconds = (at.time() - chrono::NaiveTime::MIN).num_seconds() as f64;
    days + seconds / SECONDS_PER_DAY
}

#[cfg(test)]
mod tests;
