//! What services that take many rows at once have in common: the answer to each row, checks of texts, and
//! statements small enough for both engines. Knows no table.

use std::borrow::Cow;
use std::fmt;

use madoguchi_domain::text::{self, Lines};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, InsertMany, Iterable, QueryFilter, Select};

use crate::{Error, FieldCode, FieldError, row_sentences};

/// Most values bound in one statement: SQLite takes 32,766, PostgreSQL 65,535.
pub(crate) const BIND_VALUES_MAX: usize = 32_000;
/// Keys looked up in one statement.
pub(crate) const KEYS_MAX: usize = 5_000;
/// Longest number or short name that any table keeps.
pub(crate) const SHORT_MAX: usize = 64;
/// Longest free text.
pub(crate) const TEXT_MAX: usize = 500;
/// Characters of a refused value that are told.
const TOLD_MAX: usize = 60;

/// Rows whose number holds what somebody typed of it, in any width, with hyphens or without; all where nothing was typed. Signs that
/// stand for any other in a pattern are in no number.
pub(crate) fn holding<E: EntityTrait>(select: Select<E>, column: impl ColumnTrait, typed: Option<&str>) -> Select<E> {
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else { return select };
    let part = text::fold_digits(typed).replace(['%', '_', '\\'], "");
    // What holds no letter and no digit is no part of any number.
    if part.is_empty() { select.filter(column.eq("")) } else { select.filter(column.contains(part)) }
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// It is new.
    Stored,
    /// It was there and differed.
    Updated,
    /// It was there and is the same; nothing was written.
    Unchanged,
    /// The same record was stored before, or stands earlier in the batch; nothing was written.
    Duplicate,
}

/// Why one row was refused while its neighbours were kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Field of the row; of one of its lines, the path: `lines[2].contract`.
    pub field: Cow<'static, str>,
    /// What is wrong with it.
    pub code: FieldCode,
    /// What stood there, cut to a readable length.
    pub value: String,
}

impl RowError {
    /// A refused row.
    #[must_use]
    pub fn new(field: impl Into<Cow<'static, str>>, code: FieldCode, value: &str) -> Self {
        Self { field: field.into(), code, value: value.chars().take(TOLD_MAX).collect() }
    }

    /// The same in the line of a row, counted from 0.
    #[must_use]
    pub fn in_line(self, line: usize) -> Self {
        Self { field: format!("lines[{line}].{}", self.field).into(), ..self }
    }

    /// What is wrong, for people.
    #[must_use]
    pub fn sentence(&self) -> &'static str {
        row_sentences::of(self.code)
    }
}

/// The row is all that was sent.
impl From<RowError> for Error {
    fn from(RowError { field, code, .. }: RowError) -> Self {
        Self::Invalid(vec![FieldError { field, code }])
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, code, value } = self;
        write!(f, "{field}: {code} {value:?}")
    }
}

/// A text of one line and at most `max` characters without what no text may hold, its ends trimmed. It may be empty.
pub(crate) fn line(value: &str, max: usize) -> Result<String, FieldCode> {
    let value = value.trim();
    // Bytes first: characters are counted only where it matters.
    if value.len() > max && value.chars().count() > max {
        return Err(FieldCode::TooLong);
    }
    if text::is_broken(value, Lines::One) { Err(FieldCode::InvalidCharacters) } else { Ok(value.to_owned()) }
}

/// The same, but not empty.
pub(crate) fn required_line(value: &str, max: usize) -> Result<String, FieldCode> {
    line(value, max).and_then(|line| if line.is_empty() { Err(FieldCode::Required) } else { Ok(line) })
}

/// [`fn@line`] as a field of a row.
pub(crate) fn text(field: &'static str, value: &str, max: usize) -> Result<String, RowError> {
    line(value, max).map_err(|code| RowError::new(field, code, value))
}

/// [`required_line`] as a field of a row.
pub(crate) fn required(field: &'static str, value: &str, max: usize) -> Result<String, RowError> {
    required_line(value, max).map_err(|code| RowError::new(field, code, value.trim()))
}

/// Inserts rows in as few statements as the engines allow.
pub(crate) async fn insert<A: ActiveModelTrait + Send>(
    tx: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = A>,
    on_conflict: Option<&OnConflict>,
) -> Result<(), Error> {
    let size = BIND_VALUES_MAX / <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = InsertMany::many(rows.by_ref().take(size));
        if let Some(on_conflict) = on_conflict {
            insert = insert.on_conflict(on_conflict.clone());
        }
        insert.exec_without_returning(tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_held_to_their_length_in_characters() {
        assert_eq!(text("name", " 　鈴木　京子　", 5).as_deref(), Ok("鈴木　京子"));
        assert_eq!(text("name", "鈴木京子鈴木", 5).unwrap_err().code, FieldCode::TooLong);
        for broken in ["a\0b", "a\nb", "a\u{202E}b"] {
            assert_eq!(text("name", broken, 5).unwrap_err().code, FieldCode::InvalidCharacters, "{broken:?}");
        }
        assert_eq!(required("name", "　", 5).unwrap_err().code, FieldCode::Required);
    }

    #[test]
    fn a_refused_value_is_told_in_part() {
        let error = RowError::new("name", FieldCode::TooLong, &"あ".repeat(1_000));
        assert_eq!(error.value.chars().count(), TOLD_MAX);
        assert_eq!(RowError::new("name", FieldCode::Unknown, "a\nb").to_string(), "name: unknown \"a\\nb\"");
    }
}
