//! Cursors of lists: opaque to callers, and of use for the same list, filter and order only.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, FieldCode};

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Rows.
    pub items: Vec<T>,
    /// Where the next part starts.
    pub next_cursor: Option<String>,
}

/// Rows of a page when the caller says nothing, and at most.
pub const PAGE: u64 = 50;
/// Most rows of a page.
pub const PAGE_MAX: u64 = 200;

/// The number of rows to read for a page.
///
/// # Errors
/// `limit` outside 1 to [`PAGE_MAX`].
pub fn limit(asked: Option<u64>) -> Result<u64, Error> {
    match asked.unwrap_or(PAGE) {
        limit @ 1..=PAGE_MAX => Ok(limit),
        _ => Err(Error::invalid("limit", FieldCode::OutOfRange)),
    }
}

/// Writes a cursor for a position in a list; `list` names list, filter and order.
pub(crate) fn encode(list: &str, position: &impl Serialize) -> Result<String, Error> {
    let json = serde_json::to_vec(&(list, position)).map_err(Error::internal)?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(json))
}

/// Reads a cursor of the same list.
///
/// # Errors
/// `invalid_cursor`.
pub(crate) fn decode<T: DeserializeOwned>(list: &str, cursor: &str) -> Result<T, Error> {
    let invalid = || Error::invalid("cursor", FieldCode::InvalidCursor);
    let json = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    let (of, position): (String, T) = serde_json::from_slice(&json).map_err(|_| invalid())?;
    if of == list { Ok(position) } else { Err(invalid()) }
}

/// Whether a part is the whole list, so that its rows need not be counted.
pub(crate) fn is_whole<T>(cursor: Option<&str>, page: &Page<T>) -> bool {
    cursor.is_none() && page.next_cursor.is_none()
}

/// Cuts one row too many off a part that was read with `limit + 1`, and makes the cursor from the last row kept.
pub(crate) fn page<T, P: Serialize>(
    list: &str,
    mut items: Vec<T>,
    limit: u64,
    position: impl Fn(&T) -> P,
) -> Result<Page<T>, Error> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| more);
    let next_cursor = last.map(|row| encode(list, &position(row))).transpose()?;
    Ok(Page { items, next_cursor })
}
