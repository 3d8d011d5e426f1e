//! Why a request is taken back or decided, as somebody types it.

use crate::{Error, FieldCode, rows};

/// Longest reason, in characters.
const REASON_MAX: usize = 200;

/// A reason on one line.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    rows::line(typed, REASON_MAX).map_err(|code: FieldCode| Error::invalid("reason", code))
}
