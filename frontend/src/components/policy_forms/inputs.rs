//! The fields of the kit for one field of a form: what is typed into them is checked by the rule of its kind. Must not
//! draw them.

use super::sentences::sentence;
use crate::api::problems::Fault;
use crate::components::forms::Field;
use crate::texts::{locale, tr};
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::forms::{Object, Path, Step, Value, check, longest, spelled};
use madoguchi_domain::policy::{self, FieldKind};
use std::sync::Arc;

/// The two ends of a period, by their names in its value.
pub const ENDS: [&str; 2] = ["first", "last"];

/// Reads what was typed at another path of the same form.
pub type Typed = Arc<dyn Fn(&Path) -> String + Send + Sync>;

/// The paths of what is typed for a field: one, but two for a period and none for files.
pub fn paths(field: &policy::Field, path: &Path) -> Vec<Path> {
    match field.kind {
        FieldKind::Period => ENDS.map(|end| path.name(end)).to_vec(),
        FieldKind::Attachments => Vec::new(),
        _ => vec![path.clone()],
    }
}

/// The field of the kit for one of these paths.
pub fn input(field: &policy::Field, path: &Path, typed: Typed) -> Field {
    let (label, policy) = (field.label.clone(), field.clone());
    match end_of(field, path) {
        None => {
            let label = move || label.get(locale()).to_owned();
            let made = Field::checked(path.to_string(), label, move |typed| text(&policy, typed));
            made.asked(field.required).counted(longest(field.kind)).said_by(sentence)
        }
        Some((end, whole)) => {
            let label = move || {
                let (label, is_first) = (label.get(locale()), end == ENDS[0]);
                if is_first { tr!(policy_forms.first_day, label) } else { tr!(policy_forms.last_day, label) }
            };
            let check = move |own: &str| {
                day(&policy, end, |other| if other == end { own.to_owned() } else { typed(&whole.name(other)) })
            };
            Field::checked(path.to_string(), label, check).asked(field.required).said_by(sentence)
        }
    }
}

/// Which end of a period a path is, and the path of the period.
fn end_of(field: &policy::Field, path: &Path) -> Option<(&'static str, Path)> {
    let (Step::Name(last), whole) = path.steps().split_last()? else { return None };
    let end = ENDS.into_iter().find(|end| end == last).filter(|_| field.kind == FieldKind::Period)?;
    let whole = whole.iter().fold(Path::root(), |path, step| match step {
        Step::Name(name) => path.name(name),
        Step::Index(index) => path.index(*index),
    });
    Some((end, whole))
}

/// What one types in the spelling in which people write it, or what is wrong with it.
fn text(field: &policy::Field, typed: &str) -> Result<String, Fault> {
    match check(field, Some(&Value::from(typed))) {
        // A box that is not ticked is empty.
        Ok(Some(Value::Text(kept))) if field.kind == FieldKind::Flag && kept == "false" => Ok(String::new()),
        Ok(Some(Value::Text(kept))) => Ok(spelled(field, &kept)),
        Ok(_) => Ok(String::new()),
        Err(faults) => Err(fault(field, faults.first().map_or(FieldCode::Malformed, |fault| fault.code))),
    }
}

/// What is chosen is not typed.
fn fault(field: &policy::Field, code: FieldCode) -> Fault {
    let is_chosen = matches!(field.kind, FieldKind::Choice | FieldKind::Prefecture | FieldKind::Flag);
    if is_chosen && code == FieldCode::Required { Fault::NotChosen } else { code.into() }
}

/// The same of one end of a period, which must fit the other one.
fn day(field: &policy::Field, end: &str, typed: impl Fn(&str) -> String) -> Result<String, Fault> {
    let mut ends = Object::new();
    for name in ENDS {
        ends.insert(name.to_owned(), typed(name).into());
    }
    match check(field, Some(&Value::Object(ends))) {
        Ok(kept) => {
            let kept = kept.as_ref().and_then(Value::as_object).and_then(|ends| ends.get(end)?.as_text());
            Ok(kept.unwrap_or_default().to_owned())
        }
        Err(faults) => match faults.iter().find(|fault| fault.path.to_string() == end) {
            Some(fault) => Err(fault.code.into()),
            // The other end is wrong, or not there yet.
            None => Ok(typed(end)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use madoguchi_domain::policy::Localized;

    fn field(kind: FieldKind) -> policy::Field {
        let text = || Localized { ja: "項目".to_owned(), en: "Item".to_owned() };
        policy::Field {
            name: "it".to_owned(),
            label: text(),
            kind,
            required: false,
            read_only: false,
            short_label: None,
            listed: false,
            hint: None,
            default: None,
            min: None,
            max: None,
            choices: Vec::new(),
            only_for: Vec::new(),
        }
    }

    #[test]
    fn what_is_typed_is_spelled_as_people_write_it() {
        assert_eq!(text(&field(FieldKind::PostalCode), "１０８８００１"), Ok("108-8001".to_owned()));
        assert_eq!(text(&field(FieldKind::Flag), ""), Ok(String::new()));
        assert_eq!(text(&field(FieldKind::Flag), "true"), Ok("true".to_owned()));
        assert_eq!(text(&field(FieldKind::Phone), "x"), Err(FieldCode::PhoneNotDigits.into()));
        assert_eq!(text(&field(FieldKind::Text), "　"), Ok(String::new()));
    }

    #[test]
    fn an_end_of_a_period_is_held_to_the_other() {
        let typed = |first: &'static str, last: &'static str| {
            move |end: &str| if end == "first" { first.to_owned() } else { last.to_owned() }
        };
        let period = field(FieldKind::Period);
        assert_eq!(day(&period, "first", typed("2027-12-28", "2027-12-27")), Ok("2027-12-28".to_owned()));
        assert_eq!(day(&period, "last", typed("2027-12-28", "2027-12-27")), Err(FieldCode::RangeReversed.into()));
        assert_eq!(day(&period, "last", typed("2027-12-28", "")), Err(FieldCode::Required.into()));
        assert_eq!(day(&period, "last", typed("2027/12/28", "2028/1/29")), Ok("2028-01-29".to_owned()));
    }
}
