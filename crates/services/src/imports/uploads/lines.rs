//! Call records as JSON, an object on each line. Numbers may be written as numbers or as texts; the rest is that of CSV.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use madoguchi_domain::text::{Lines, is_broken};
use serde::Deserialize;
use serde_json::Value;

use super::super::Error;
use super::super::batches::{Batcher, RowSpan};
use super::super::cells;
use super::bytes::NAME;
use crate::FieldCode;
use crate::call_records::store::NewCallRecord;
use crate::rows::RowError;

/// Longest line: an object that is never closed must not pull everything into memory.
const LINE_MAX: u64 = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    contract: Value,
    started_at: Value,
    kind: Value,
    #[serde(default)]
    caller: Value,
    callee: Value,
    duration: Value,
    charge: Value,
}

/// Reads all lines; blank ones say nothing.
pub(super) fn read(source: impl Read, batcher: &mut Batcher<NewCallRecord>) -> Result<(), Error> {
    let mut source = BufReader::with_capacity(64 * 1024, source);
    let (mut text, mut line) = (Vec::new(), 0);
    loop {
        text.clear();
        let failed =
            |error: &dyn std::fmt::Display| Error::file(Path::new(NAME), format!("line {}: {error}", line + 1));
        let read = source.by_ref().take(LINE_MAX + 1).read_until(b'\n', &mut text).map_err(|error| failed(&error))?;
        if read == 0 {
            return Ok(());
        }
        if text.len() as u64 > LINE_MAX {
            return Err(failed(&"longer than 64 KiB"));
        }
        line += 1;
        if !text.trim_ascii().is_empty() {
            batcher.add(RowSpan { line, rows: 1 }, call_record(&text))?;
        }
    }
}

fn call_record(text: &[u8]) -> Result<NewCallRecord, RowError> {
    let told = || String::from_utf8_lossy(text).trim().to_owned();
    // What stands there may hold a called number: nothing of it is told.
    let Line { contract, started_at, kind, caller, callee, duration, charge } =
        serde_json::from_slice(text).map_err(|error| RowError::new("row", malformed(&error), ""))?;
    if is_broken(&told(), Lines::One) {
        return Err(RowError::new("row", FieldCode::InvalidCharacters, ""));
    }
    Ok(NewCallRecord {
        contract: self::text("contract", contract)?,
        started_at: cells::instant("started_at", &self::text("started_at", started_at)?)?,
        kind: self::text("kind", kind)?,
        caller: self::text("caller", caller)?,
        callee: self::text("callee", callee)?,
        duration: cells::duration("duration", &self::text("duration", duration)?)?,
        charge: cells::yen("charge", &self::text("charge", charge)?)?,
    })
}

fn malformed(error: &serde_json::Error) -> FieldCode {
    if error.is_data() && error.to_string().starts_with("missing field") {
        FieldCode::Required
    } else {
        FieldCode::Malformed
    }
}

/// A text, or a number as it is written.
fn text(field: &'static str, value: Value) -> Result<String, RowError> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null => Ok(String::new()),
        _ => Err(RowError::new(field, FieldCode::Malformed, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"contract":"CAF0000000000","started_at":"2026-10-27T02:40:25+09:00","kind":"移動体","caller":"0668186481","callee":"0903069300","duration":45,"charge":16}"#;

    fn refused(line: &str) -> (String, FieldCode) {
        let error = call_record(line.as_bytes()).unwrap_err();
        (error.field.into_owned(), error.code)
    }

    #[test]
    fn numbers_and_texts_say_the_same() {
        let record = call_record(LINE.as_bytes()).unwrap();
        let texts = LINE
            .replace("45", "\"00:00:45\"")
            .replace(":16}", ":\"16\"}")
            .replace("2026-10-27T02:40:25+09:00", "2026/10/27 02:40:25");
        assert_eq!(call_record(texts.as_bytes()).unwrap(), record);
        assert_eq!((record.duration, record.charge.0), (45, 16));
        assert_eq!(record.started_at.to_rfc3339(), "2026-10-26T17:40:25+00:00");
    }

    #[test]
    fn a_line_that_cannot_be_right_is_refused_at_its_field() {
        assert_eq!(refused("{"), ("row".to_owned(), FieldCode::Malformed));
        assert_eq!(refused(&LINE.replace("\"callee\":\"0903069300\",", "")), ("row".to_owned(), FieldCode::Required));
        assert_eq!(refused(&LINE.replace("\"kind\"", "\"kinds\"")), ("row".to_owned(), FieldCode::Malformed));
        assert_eq!(refused(&LINE.replace("10-27T", "02-30T")).0, "started_at");
        assert_eq!(refused(&LINE.replace("45", "[45]")), ("duration".to_owned(), FieldCode::Malformed));
    }
}
