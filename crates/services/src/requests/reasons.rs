//! Why a request is taken back or decided, as somebody types it.

use crate::{Error, FieldCode, rows};

/// Longest reason, in characters.
const REASON_MAX: usize = 200;

/// A reason on one line.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    line("reason", typed)
}

/// A note to a decision, on one line.
pub(super) fn note(typed: &str) -> Result<String, Error> {
    line("note", typed)
}

fn line(field: &'static str, typed: &str) -> Result<String, Error> {
    rows::line(typed, REASON_MAX).map_err(|code: FieldCode| Error::invalid(field, code))
}
