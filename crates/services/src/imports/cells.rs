//! The cells of a row by header. Knows no noun.

use std::collections::HashMap;

use csv::StringRecord;

use crate::FieldCode;
use crate::rows::RowError;

pub(super) use crate::row_values::{date, duration, instant, month, yen};

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
            return Err(RowError::new("row", FieldCode::NumberOfCells, &count));
        }
        if self.record.as_slice().contains(UNDECODABLE) {
            let cell = self.record.iter().find(|cell| cell.contains(UNDECODABLE)).unwrap_or_default();
            return Err(RowError::new("row", FieldCode::Undecodable, cell));
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
