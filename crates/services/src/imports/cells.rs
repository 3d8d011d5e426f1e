//! The cells of a row by header, and the values that stand in them in the notations of the field. Knows no noun.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use csv::StringRecord;
use madoguchi_domain::dates::{Month, parse_date, parse_datetime_jst};
use madoguchi_domain::durations;
use madoguchi_domain::money::Yen;

use crate::rows::RowError;

/// What stands for bytes that could not be decoded.
const UNDECODABLE: char = '\u{FFFD}';

/// A row.
pub struct Cells<'a> {
    pub(super) places: &'a HashMap<String, usize>,
    pub(super) record: &'a StringRecord,
    pub(super) width: usize,
    /// Line in the file; the header is line 1.
    pub line: u64,
}

impl Cells<'_> {
    /// The cell under a header, its ends trimmed; empty when the row is too short for it.
    pub fn get(&self, header: &str) -> &str {
        let place = self.places.get(header).copied();
        place.and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    /// Whether the row can be trusted: as many cells as headers, all of them readable.
    pub fn check(&self) -> Result<(), RowError> {
        if self.record.len() != self.width {
            let count = self.record.len().to_string();
            return Err(RowError::new("row", "number_of_cells", &count));
        }
        if self.record.as_slice().contains(UNDECODABLE) {
            let cell = self.record.iter().find(|cell| cell.contains(UNDECODABLE)).unwrap_or_default();
            return Err(RowError::new("row", "undecodable", cell));
        }
        Ok(())
    }

    /// The first cell with a character that only one system knows (外字): Windows-31J gives users 1,880 places for signs
    /// of their own, and no font elsewhere has them.
    pub fn private(&self) -> Option<&str> {
        if !self.record.as_slice().contains(madoguchi_domain::text::is_private) {
            return None;
        }
        self.record.iter().find(|cell| cell.contains(madoguchi_domain::text::is_private))
    }
}

/// A civil date.
pub fn date(field: &'static str, cell: &str) -> Result<NaiveDate, RowError> {
    parse_date(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

pub fn month(field: &'static str, cell: &str) -> Result<Month, RowError> {
    Month::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// A date and time in Japan.
pub fn instant(field: &'static str, cell: &str) -> Result<DateTime<Utc>, RowError> {
    parse_datetime_jst(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// Seconds.
pub fn duration(field: &'static str, cell: &str) -> Result<u32, RowError> {
    durations::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// An amount.
pub fn yen(field: &'static str, cell: &str) -> Result<Yen, RowError> {
    Yen::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}
