//! Knows the forms that are asked together: which of them, and which of their fields, the answers so far ask for; must
//! not know who asks.

use serde::{Deserialize, Serialize};

use crate::policy::{AskedWhen, Field, FormPolicy, Portal, RequestKind};
use crate::problems::FieldCode;

use super::values::{get, put};
use super::{Fault, Object, Path, Step, Value, check};

/// Forms that are asked together, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The forms.
    pub groups: Vec<Group>,
    /// Codes of the request kind and the contract category: fields of `only_for` are asked for these.
    pub codes: Vec<String>,
}

/// A form with the place of its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name in the portal file.
    pub name: String,
    /// Where its answers stand: an object, or a list of objects when it can be filled several times.
    pub path: Path,
    pub form: FormPolicy,
}

/// A form as it stands on the page: once, or as one of its copies.
#[derive(Clone, Debug)]
pub struct Copy<'a> {
    /// The form.
    pub group: &'a Group,
    /// Which copy, counted from 0; none when it is there once.
    pub index: Option<usize>,
    /// Where its answers stand.
    pub path: Path,
}

impl Questionnaire {
    /// Forms of a portal by name, each once; its answers stand under its name.
    #[must_use]
    pub fn of<'a>(portal: &Portal, names: impl IntoIterator<Item = &'a String>, codes: &[&str]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        for name in names {
            if let Some(form) = portal.forms.get(name).filter(|_| groups.iter().all(|group| group.name != *name)) {
                groups.push(Group { name: name.clone(), path: Path::root().name(name), form: form.clone() });
            }
        }
        Self { groups, codes: codes.iter().map(|code| (*code).to_owned()).collect() }
    }

    /// The same, with the answers of its first form at the root: `subject` in place of `inquiry.subject`.
    #[must_use]
    pub fn at_root(mut self) -> Self {
        if let Some(first) = self.groups.first_mut() {
            first.path = Path::root();
        }
        self
    }

    /// What a kind of inquiry asks.
    #[must_use]
    pub fn of_inquiry(portal: &Portal, kind: &RequestKind) -> Self {
        Self::of(portal, &kind.forms, &[&kind.code]).at_root()
    }

    /// A form by its name.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Whether a form is asked after these answers. Who was not asked the question gave no answer to it.
    #[must_use]
    pub fn is_asked(&self, group: &Group, answers: &Object) -> bool {
        self.is_asked_within(group, answers, self.groups.len())
    }

    fn is_asked_within(&self, group: &Group, answers: &Object, steps: usize) -> bool {
        let Some(AskedWhen { field, is }) = &group.form.asked_when else { return true };
        let asking = field.split_once('.').and_then(|(form, field)| {
            let group = self.group(form)?;
            Some((group, self.fields(group).find(|it| it.name == field)?))
        });
        // Forms that wait for each other are never asked.
        asking.filter(|_| steps > 0).is_some_and(|(asking, field)| {
            let answer = get(answers, &asking.path.name(&field.name));
            let answer = check(&Field { required: false, ..field.clone() }, answer);
            answer.is_ok_and(|answer| answer.as_ref().and_then(Value::as_text) == Some(is))
                && self.is_asked_within(asking, answers, steps - 1)
        })
    }

    /// The fields of a form that are asked, in order.
    pub fn fields<'a>(&self, group: &'a Group) -> impl Iterator<Item = &'a Field> {
        let is_asked =
            |field: &Field| field.only_for.is_empty() || field.only_for.iter().any(|it| self.codes.contains(it));
        group.form.fields.iter().filter(move |field| is_asked(field))
    }

    /// The field that is asked at a path, whatever the answers are.
    #[must_use]
    pub fn field(&self, path: &Path) -> Option<&Field> {
        let (Step::Name(name), form) = path.steps().split_last()? else { return None };
        let group = self.groups.iter().find(|group| {
            let rest = form.strip_prefix(group.path.steps());
            matches!((rest, group.form.repeat_max), (Some([]), None) | (Some([Step::Index(_)]), Some(_)))
        })?;
        self.fields(group).find(|field| field.name == *name)
    }

    /// What is asked after these answers, in the order of the page.
    #[must_use]
    pub fn copies(&self, answers: &Object) -> Vec<Copy<'_>> {
        self.groups
            .iter()
            .filter(|group| self.is_asked(group, answers))
            .flat_map(|group| group.copies(answers))
            .collect()
    }

    /// What stands in the fields at first.
    #[must_use]
    pub fn initial(&self) -> Object {
        let mut answers = Object::new();
        for group in &self.groups {
            let first = if group.form.repeat_max.is_some() { group.path.index(0) } else { group.path.clone() };
            for (name, value) in group.form.initial() {
                put(&mut answers, &first.name(&name), value);
            }
        }
        answers
    }

    /// Checks answers and gives those that are kept: each in its one spelling, and nothing that is not asked.
    ///
    /// # Errors
    /// Every fault in the order of the page, at the path of its field.
    pub fn check(&self, typed: &Object) -> Result<Object, Vec<Fault>> {
        let (mut kept, mut faults) = (Object::new(), self.unknown(typed));
        for group in self.groups.iter().filter(|group| self.is_asked(group, typed)) {
            if let Some(fault) = group.misshapen(typed) {
                faults.push(fault);
                continue;
            }
            for copy in group.copies(typed) {
                if copy.index.is_some() {
                    // A copy that has no answers is still one of the list: others may name its number.
                    put(&mut kept, &copy.path, Value::Object(Object::new()));
                }
                self.check_copy(&copy, typed, &mut kept, &mut faults);
            }
        }
        if faults.is_empty() { Ok(kept) } else { Err(faults) }
    }

    fn check_copy(&self, copy: &Copy<'_>, typed: &Object, kept: &mut Object, faults: &mut Vec<Fault>) {
        for field in self.fields(copy.group).filter(|field| !field.read_only) {
            let path = copy.path.name(&field.name);
            match check(field, get(typed, &path)) {
                Ok(Some(value)) => put(kept, &path, value),
                Ok(None) => {}
                Err(found) => faults.extend(found.into_iter().map(|it| Fault::at(path.join(&it.path), it.code))),
            }
        }
    }

    /// Names beside those of the forms, which nobody would read.
    fn unknown(&self, typed: &Object) -> Vec<Fault> {
        let at_root = |group: &&Group| group.path.is_root();
        let mut names: Vec<&str> = self.groups.iter().filter(at_root).flat_map(|group| group.form.names()).collect();
        names.extend(self.groups.iter().filter(|group| !at_root(group)).map(|group| group.name.as_str()));
        let mut faults = unknown(typed, &Path::root(), &names);
        let below = self.groups.iter().filter(|group| !at_root(group) && self.is_asked(group, typed));
        for copy in below.flat_map(|group| group.copies(typed)) {
            if let Some(object) = get(typed, &copy.path).and_then(Value::as_object) {
                faults.extend(unknown(object, &copy.path, &copy.group.form.names().collect::<Vec<_>>()));
            }
        }
        faults
    }
}

fn unknown(object: &Object, path: &Path, names: &[&str]) -> Vec<Fault> {
    let strange = object.keys().filter(|name| !names.contains(&name.as_str()));
    strange.map(|name| Fault::at(path.name(name), FieldCode::UnknownField)).collect()
}

impl Group {
    /// The form as it stands on the page: once, or as many copies as the answers have, one at least.
    #[must_use]
    pub fn copies(&self, answers: &Object) -> Vec<Copy<'_>> {
        if self.form.repeat_max.is_none() {
            return vec![Copy { group: self, index: None, path: self.path.clone() }];
        }
        let count = get(answers, &self.path).and_then(Value::as_list).map_or(0, <[Value]>::len);
        let copy = |at| Copy { group: self, index: Some(at), path: self.path.index(at) };
        (0..count.max(1)).map(copy).collect()
    }

    /// What is wrong with the shape of the answers to the whole form.
    fn misshapen(&self, typed: &Object) -> Option<Fault> {
        let fault = |code| Some(Fault::at(self.path.clone(), code));
        let value = if self.path.is_root() { None } else { get(typed, &self.path) };
        match (self.form.repeat_max, value?) {
            (None, Value::Object(_)) => None,
            (Some(max), Value::List(copies)) if copies.len() > usize::try_from(max).unwrap_or(usize::MAX) => {
                fault(FieldCode::TooMany)
            }
            (Some(_), Value::List(copies)) if copies.iter().all(|copy| copy.as_object().is_some()) => None,
            _ => fault(FieldCode::Malformed),
        }
    }
}

impl FormPolicy {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// What stands in the fields of the form, or of one more copy of it, at first.
    #[must_use]
    pub fn initial(&self) -> Object {
        let default = |field: &Field| Some((field.name.clone(), Value::from(field.default.clone()?)));
        self.fields.iter().filter_map(default).collect()
    }
}

/// What another form's answers say of this one (登録内容を引用する): the values of fields of the same name, as far as these
/// fields take them.
#[must_use]
pub fn copied(from: &Object, into: &FormPolicy) -> Object {
    let value = |field: &Field| {
        let value = check(field, Some(from.get(&field.name)?)).ok()??;
        Some((field.name.clone(), value))
    };
    into.fields.iter().filter(|field| !field.read_only).filter_map(value).collect()
}

/// Answers to a form, or to copies of it, with an empty text for each field without one: whoever copies them knows all fields.
#[must_use]
pub fn with_empty(form: &FormPolicy, answers: Value) -> Value {
    match answers {
        Value::Object(mut answers) => {
            for field in &form.fields {
                answers.entry(field.name.clone()).or_insert_with(|| Value::from(""));
            }
            Value::Object(answers)
        }
        Value::List(copies) => Value::List(copies.into_iter().map(|copy| with_empty(form, copy)).collect()),
        text @ Value::Text(_) => text,
    }
}
