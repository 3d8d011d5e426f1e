//! Knows what one field takes, whole: texts, periods, files, and what may stay empty; must not know other fields.

use chrono::NaiveDate;

use crate::institution_codes;
use crate::policy::{Field, FieldKind};
use crate::problems::FieldCode;
use crate::text::visible;

use super::spelling::{ATTACHMENTS_MAX, file_id, tidy};
use super::{Object, PREFECTURES, Path, Value};

/// Stable code of what is wrong with a value.
pub type Code = FieldCode;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The place, from what was checked.
    pub path: Path,
    /// What is wrong there.
    pub code: Code,
}

impl Fault {
    pub(super) fn at(path: Path, code: Code) -> Self {
        Self { path, code }
    }
}

/// Checks what was typed into a field and gives the value that is kept; none when the field was left empty and may be.
///
/// The browser and the server ask this one function. What it gives, it takes again and gives unchanged.
///
/// # Errors
/// Every fault, with its place from the field on: that of a period is at `first` or `last`.
pub fn check(field: &Field, typed: Option<&Value>) -> Result<Option<Value>, Vec<Fault>> {
    match field.kind {
        FieldKind::Period => period(field, typed),
        FieldKind::Attachments => attachments(field, typed).map_err(here),
        FieldKind::Flag => flag(field, typed).map_err(here),
        _ => text(field, typed).map_err(here),
    }
}

/// What should be looked at once more, though it is taken: a code of an institution that is not as such codes are
/// ([`institution_codes::is_usual`]). `prefecture` is the one that was chosen in the same form.
#[must_use]
pub fn warning(field: &Field, typed: &str, prefecture: Option<&str>) -> Option<Code> {
    let code = tidy(field, typed).ok().filter(|_| field.kind == FieldKind::InstitutionCode)?;
    let at = PREFECTURES.iter().position(|known| Some(known.name) == prefecture);
    let prefecture = at.and_then(|at| u8::try_from(at + 1).ok());
    (!institution_codes::is_usual(&code, prefecture)).then_some(FieldCode::InstitutionCodeUnusual)
}

fn here(code: Code) -> Vec<Fault> {
    vec![Fault::at(Path::root(), code)]
}

/// Whether a text has nothing one could see.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    visible(text).trim().is_empty()
}

/// What was typed, unless it is nothing.
fn typed_text(typed: Option<&Value>) -> Result<Option<&str>, Code> {
    let Some(typed) = typed else { return Ok(None) };
    let text = typed.as_text().ok_or(FieldCode::Malformed)?;
    Ok(Some(text).filter(|text| !is_blank(text)))
}

fn text(field: &Field, typed: Option<&Value>) -> Result<Option<Value>, Code> {
    match typed_text(typed)? {
        Some(typed) => Ok(Some(Value::Text(tidy(field, typed)?))),
        None if field.required => Err(FieldCode::Required),
        None => Ok(None),
    }
}

/// Not ticked is no; who must tick has to say yes.
fn flag(field: &Field, typed: Option<&Value>) -> Result<Option<Value>, Code> {
    let answer = typed_text(typed)?.map_or(Ok("false".to_owned()), |typed| tidy(field, typed))?;
    if field.required && answer != "true" { Err(FieldCode::Required) } else { Ok(Some(Value::Text(answer))) }
}

fn attachments(field: &Field, typed: Option<&Value>) -> Result<Option<Value>, Code> {
    let listed = typed.map_or(Ok(&[][..]), |typed| typed.as_list().ok_or(FieldCode::Malformed))?;
    let mut ids = Vec::new();
    for value in listed {
        let id = Value::from(file_id(value).ok_or(FieldCode::Unknown)?);
        // Named twice, it is still one file.
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    match ids.len() {
        0 if field.required => Err(FieldCode::Required),
        0 => Ok(None),
        1..=ATTACHMENTS_MAX => Ok(Some(Value::List(ids))),
        _ => Err(FieldCode::TooMany),
    }
}

/// Both days or none; the last is not before the first.
fn period(field: &Field, typed: Option<&Value>) -> Result<Option<Value>, Vec<Fault>> {
    const ENDS: [&str; 2] = ["first", "last"];
    let nothing = Object::new();
    let typed = typed.map_or(Ok(&nothing), |typed| typed.as_object().ok_or_else(|| here(FieldCode::Malformed)))?;
    let mut faults: Vec<Fault> = typed
        .keys()
        .filter(|name| !ENDS.contains(&name.as_str()))
        .map(|name| Fault::at(Path::root().name(name), FieldCode::UnknownField))
        .collect();
    let day = Field { kind: FieldKind::Date, required: false, ..field.clone() };
    let days = ENDS.map(|end| text(&day, typed.get(end)));
    let is_asked = field.required || days.iter().any(|day| !matches!(day, Ok(None)));
    for (end, day) in ENDS.iter().zip(&days) {
        match day {
            Err(code) => faults.push(Fault::at(Path::root().name(end), *code)),
            Ok(None) if is_asked => faults.push(Fault::at(Path::root().name(end), FieldCode::Required)),
            Ok(_) => {}
        }
    }
    let [Ok(first), Ok(last)] = days else { return Err(faults) };
    if faults.is_empty() && first.as_ref().and_then(date) > last.as_ref().and_then(date) {
        faults.push(Fault::at(Path::root().name("last"), FieldCode::RangeReversed));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let ends = ENDS.into_iter().map(str::to_owned).zip([first, last]);
    let ends: Object = ends.filter_map(|(end, day)| Some((end, day?))).collect();
    Ok(Some(ends).filter(|ends| !ends.is_empty()).map(Value::Object))
}

/// A day in its one spelling.
pub(super) fn date(value: &Value) -> Option<NaiveDate> {
    value.as_text()?.parse().ok()
}

/// Days of a period, the first and the last counted; none unless both are there and in order.
#[must_use]
pub fn period_days(ends: &Object) -> Option<i64> {
    let days = (date(ends.get("last")?)? - date(ends.get("first")?)?).num_days() + 1;
    Some(days).filter(|days| *days > 0)
}
