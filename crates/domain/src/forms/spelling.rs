//! Knows the one spelling in which a field keeps what was typed; must not know whether a field may stay empty.

use crate::dates::parse_date;
use crate::institution_codes;
use crate::mail_addresses::MailAddress;
use crate::names::{is_kana_name, katakana};
use crate::phones;
use crate::policy::{Field, FieldKind};
use crate::postal_codes::PostalCode;
use crate::problems::FieldCode;
use crate::text::{Lines, is_broken, tidy_display_name, trim_fold};

use super::{Code, PREFECTURES, Value};

/// Longest text of one line, in characters.
pub const TEXT_MAX: usize = 200;
/// Longest text of several lines, in characters.
pub const LONG_TEXT_MAX: usize = 10_000;
/// Files of one field at most.
pub const ATTACHMENTS_MAX: usize = 5;
/// Longest number of a contract, an order or an institution.
const NUMBER_MAX: usize = 64;
/// Largest count, where the field sets no limit.
const COUNT_MAX: u32 = 999_999_999;
/// Rounds after which a spelling is taken as it is.
const ROUNDS: usize = 8;

/// Most characters of what a kind takes; none for what has a form of its own.
#[must_use]
pub fn longest(kind: FieldKind) -> Option<usize> {
    match kind {
        FieldKind::Text | FieldKind::Kana | FieldKind::Product => Some(TEXT_MAX),
        FieldKind::LongText => Some(LONG_TEXT_MAX),
        FieldKind::InstitutionCode | FieldKind::Reference => Some(NUMBER_MAX),
        _ => None,
    }
}

/// What was typed into a field of one text, in the spelling in which it is kept.
///
/// # Errors
/// The code of what is wrong with it.
pub fn tidy(field: &Field, typed: &str) -> Result<String, Code> {
    match field.kind {
        FieldKind::Text => line(tidy_display_name(typed), TEXT_MAX),
        FieldKind::LongText => long_text(typed),
        FieldKind::Kana => kana(typed),
        FieldKind::PostalCode => {
            PostalCode::parse(typed).map(|code| code.digits().to_owned()).map_err(|error| error.code())
        }
        FieldKind::Prefecture => one_of(PREFECTURES.iter().map(|prefecture| prefecture.name), typed),
        FieldKind::Phone => phones::normalise(typed).map_err(|error| error.code()),
        FieldKind::MailAddress => {
            MailAddress::parse(typed).map(|mail| mail.as_str().to_owned()).map_err(|error| error.code())
        }
        FieldKind::Date => parse_date(typed).map(|date| date.to_string()).map_err(|error| error.code()),
        FieldKind::Count => count(field, typed),
        FieldKind::Choice => one_of(field.choices.iter().map(|choice| choice.0.as_str()), typed),
        FieldKind::Flag => one_of(["true", "false"].into_iter(), typed),
        FieldKind::InstitutionCode => {
            let code = institution_codes::tidy(typed).ok_or(FieldCode::InvalidCharacters)?;
            line(code, NUMBER_MAX)
        }
        FieldKind::Product => line(settled(typed, trim_fold), TEXT_MAX),
        FieldKind::Reference => line(settled(typed, trim_fold), NUMBER_MAX),
        FieldKind::Period | FieldKind::Attachments => Err(FieldCode::Malformed),
    }
}

/// A value as people write it, for the field it was typed into: [`tidy`] reads it back.
#[must_use]
pub fn spelled(field: &Field, tidy: &str) -> String {
    match field.kind {
        FieldKind::PostalCode => PostalCode::parse(tidy).map_or_else(|_| tidy.to_owned(), |code| code.to_string()),
        FieldKind::Phone => phones::hyphenated(tidy),
        _ => tidy.to_owned(),
    }
}

/// An id of a file: a UUID in lower case.
pub(super) fn file_id(value: &Value) -> Option<&str> {
    let is_part = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    let id = value.as_text()?;
    let lengths = id.split('-').map(str::len);
    (lengths.eq([8, 4, 4, 4, 12]) && id.split('-').all(is_part)).then_some(id)
}

fn line(tidy: String, most: usize) -> Result<String, Code> {
    within(tidy, most, Lines::One)
}

/// Several lines, their ends trimmed, ended by line feeds; [`LONG_TEXT_MAX`] characters at most.
///
/// # Errors
/// `too_long`, or `invalid_characters`.
pub fn long_text(typed: &str) -> Result<String, Code> {
    within(typed.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned(), LONG_TEXT_MAX, Lines::Many)
}

fn within(tidy: String, most: usize, lines: Lines) -> Result<String, Code> {
    if tidy.is_empty() {
        // Marks that are nothing in this field.
        return Err(FieldCode::InvalidCharacters);
    }
    // Bytes first: characters are counted only where it matters.
    if tidy.len() > most && tidy.chars().count() > most {
        return Err(FieldCode::TooLong);
    }
    if is_broken(&tidy, lines) { Err(FieldCode::InvalidCharacters) } else { Ok(tidy) }
}

/// Katakana, and what else a reading has; hiragana is turned. Only a legal form may be in kanji.
fn kana(typed: &str) -> Result<String, Code> {
    if !is_kana_name(typed) {
        return Err(FieldCode::NotKana);
    }
    line(settled(typed, |text| katakana(&tidy_display_name(text))), TEXT_MAX)
}

fn one_of<'a>(mut known: impl Iterator<Item = &'a str>, typed: &str) -> Result<String, Code> {
    let typed = typed.trim();
    known.find(|value| *value == typed).map(str::to_owned).ok_or(FieldCode::Unknown)
}

fn count(field: &Field, typed: &str) -> Result<String, Code> {
    let folded = trim_fold(typed).replace(',', "");
    if folded.is_empty() || !folded.bytes().all(|b| b.is_ascii_digit()) {
        return Err(FieldCode::NotANumber);
    }
    let range = field.min.unwrap_or(0)..=field.max.unwrap_or(COUNT_MAX);
    let number = folded.parse().ok().filter(|number| range.contains(number));
    number.map(|number: u32| number.to_string()).ok_or(FieldCode::OutOfRange)
}

/// Taking something away can join what stood around it: until nothing changes any more.
fn settled(typed: &str, tidy: impl Fn(&str) -> String) -> String {
    let mut text = tidy(typed);
    for _ in 0..ROUNDS {
        let next = tidy(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}
