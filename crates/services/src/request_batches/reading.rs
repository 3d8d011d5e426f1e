//! Rows of a file as answers: which column holds which, by what each row is known, and what cannot be read. Pure; knows no
//! table.

use std::collections::HashSet;

use madoguchi_domain::forms::{Object, Path, Value};
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;

use super::faults::Broken;
use super::kept::{Asked, FileColumn};
use crate::imports::sheets::{Sheet, SheetRow};
use crate::requests::{ANSWERS_MAX, many};
use crate::{Error, FieldCode, FieldError, keys, rows};

/// A row that was read.
#[derive(Clone, Debug)]
pub(super) struct ReadRow {
    /// Line of the file in which it begins.
    pub line: u32,
    /// Row as a spreadsheet counts it.
    pub row: u32,
    /// How many lines below the first each cell begins.
    pub offsets: Vec<u32>,
    /// Its key, with its answers, unless it cannot be read.
    pub keyed: Result<many::Keyed, Broken>,
    /// The key as the file has it; empty without such a column.
    pub shown_key: String,
}

/// Finds the columns of a file.
///
/// # Errors
/// `column_missing` and `column_twice` at the field that a column answers; at `key` for that by which rows are known.
pub(super) fn columns(portal: &Portal, asked: &Asked<'_>, headers: &[String]) -> Result<Vec<FileColumn>, Error> {
    let is_asked =
        |field: &str| field.parse().ok().and_then(|path: Path| asked.of_row.field(&path).map(drop)).is_some();
    let column = |header: &String| {
        let named = asked.policy.columns.iter().find(|it| it.is_named(portal, header) && is_asked(&it.field));
        let field = named.map(|column| column.field.clone());
        FileColumn { header: header.clone(), field, is_key: asked.policy.is_key(header) }
    };
    let found: Vec<FileColumn> = headers.iter().map(column).collect();
    let mut errors = Vec::new();
    if found.iter().filter(|column| column.is_key).count() > 1 {
        errors.push(FieldError::new("key", FieldCode::ColumnTwice));
    }
    for column in &asked.policy.columns {
        let count = found.iter().filter(|found| found.field.as_ref() == Some(&column.field)).count();
        let field = column.field.parse().ok().and_then(|path| asked.of_row.field(&path));
        let is_needed = field.is_some_and(|field| field.required) && !column.shared;
        let code = match count {
            0 if is_needed => FieldCode::ColumnMissing,
            0 | 1 => continue,
            _ => FieldCode::ColumnTwice,
        };
        errors.push(FieldError::new(column.field.clone(), code));
    }
    if errors.is_empty() { Ok(found) } else { Err(Error::Invalid(errors)) }
}

/// Reads the rows of a file. `common` is what is the same for all of them.
///
/// # Errors
/// When answers cannot be written as JSON.
pub(super) fn rows(
    portal: &Portal,
    asked: &Asked<'_>,
    (sheet, columns): (Sheet, &[FileColumn]),
    common: &Object,
) -> Result<Vec<ReadRow>, Error> {
    let mut known = HashSet::new();
    let read = |row: SheetRow| {
        let keyed = keyed(portal, asked, columns, &row, common)?.and_then(|keyed| {
            let is_new = known.insert(keyed.key.clone());
            let place = columns.iter().position(|column| column.is_key);
            if is_new { Ok(keyed) } else { Err(Broken { place, code: FieldCode::Duplicate }) }
        });
        let key = columns.iter().position(|column| column.is_key).and_then(|place| row.cells.get(place));
        let shown_key = key.map(|key| key.chars().take(rows::SHORT_MAX).collect()).unwrap_or_default();
        Ok(ReadRow { line: row.line, row: row.row, offsets: row.offsets, keyed, shown_key })
    };
    sheet.rows.into_iter().map(read).collect()
}

fn keyed(
    portal: &Portal,
    asked: &Asked<'_>,
    columns: &[FileColumn],
    row: &SheetRow,
    common: &Object,
) -> Result<Result<many::Keyed, Broken>, Error> {
    let broken = |place, code| Ok(Err(Broken { place, code }));
    if row.cells.len() != columns.len() {
        return broken(None, FieldCode::NumberOfCells);
    }
    if let Some(place) = row.undecodable() {
        return broken(Some(place), FieldCode::Undecodable);
    }
    let key = match columns.iter().position(|column| column.is_key) {
        Some(place) => match rows::required_line(&trim_fold(&row.cells[place]), rows::SHORT_MAX) {
            Ok(key) => key,
            Err(code) => return broken(Some(place), code),
        },
        // Longer than any key of a column, so it is none of these.
        None => format!("sha256:{}", hex::encode(keys::digest(&row.cells.join("\u{1F}")))),
    };
    let mut answers = Value::Object(common.clone());
    for (column, cell) in columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        let Some(path) = &column.field else { continue };
        let described = asked.policy.column(path).zip(portal.field(path));
        if let (Some((column, field)), Ok(path)) = (described, path.parse::<Path>()) {
            answers.put(path.steps(), Value::from(column.typed(field, cell)));
        }
    }
    let Value::Object(answers) = answers else { return Err(Error::internal("answers are an object")) };
    if many::kept(&answers)?.len() > ANSWERS_MAX {
        return broken(None, FieldCode::TooLong);
    }
    Ok(Ok(many::Keyed { key, answers }))
}
