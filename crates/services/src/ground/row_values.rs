//! The values of rows in the notations of the field, as exports and systems write them. Knows no noun.

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_domain::dates::{Month, parse_date, parse_datetime_jst};
use madoguchi_domain::durations;
use madoguchi_domain::money::Yen;

use crate::rows::RowError;

/// A civil date.
///
/// # Errors
/// What is wrong with it.
pub fn date(field: &'static str, cell: &str) -> Result<NaiveDate, RowError> {
    parse_date(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// A month.
///
/// # Errors
/// What is wrong with it.
pub fn month(field: &'static str, cell: &str) -> Result<Month, RowError> {
    Month::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// A date and time in Japan, or one that says how far it is from UTC (RFC 3339).
///
/// # Errors
/// What is wrong with it.
pub fn instant(field: &'static str, cell: &str) -> Result<DateTime<Utc>, RowError> {
    // Looked for first: nearly all rows have none, and millions of them come.
    let is_offset = |rest: &str| rest.contains(['Z', '+', '-']);
    let has_offset = cell.as_bytes().get(10) == Some(&b'T') && cell.get(19..).is_some_and(is_offset);
    if has_offset && let Ok(instant) = DateTime::parse_from_rfc3339(cell) {
        return Ok(instant.to_utc());
    }
    parse_datetime_jst(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// Seconds.
///
/// # Errors
/// What is wrong with it.
pub fn duration(field: &'static str, cell: &str) -> Result<u32, RowError> {
    durations::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}

/// An amount.
///
/// # Errors
/// What is wrong with it.
pub fn yen(field: &'static str, cell: &str) -> Result<Yen, RowError> {
    Yen::parse(cell).map_err(|error| RowError::new(field, error.code(), cell))
}
