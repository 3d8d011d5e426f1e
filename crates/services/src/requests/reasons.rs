//! Why a request is taken back or decided, as somebody types it.

use crate::{Error, FieldCode, rows};

/// Longest reason, in characters.
const REASON_MAX: usize = 200;

/// Why a request ends whose order or contract came to nothing, in the words that the customer reads.
pub(super) const ORIGIN_GONE: &str =
    "もとのお申し込みが取り消されたか、お受けできなかったため、お手続きできませんでした。";

/// A reason on one line.
pub(super) fn reason(typed: &str) -> Result<String, Error> {
    line("reason", typed)
}

/// The same where there must be one.
pub(super) fn required(typed: &str) -> Result<String, Error> {
    let reason = reason(typed)?;
    if reason.is_empty() { Err(Error::invalid("reason", FieldCode::Required)) } else { Ok(reason) }
}

/// A note to a decision, on one line.
pub(super) fn note(typed: &str) -> Result<String, Error> {
    line("note", typed)
}

fn line(field: &'static str, typed: &str) -> Result<String, Error> {
    rows::line(typed, REASON_MAX).map_err(|code: FieldCode| Error::invalid(field, code))
}
