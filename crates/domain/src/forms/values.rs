//! Knows the tree of answers that travels and is kept as JSON: objects, lists and texts; must not know any field.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Path, Step};

/// Values by name. The order of a page is that of its forms.
pub type Object = BTreeMap<String, Value>;

/// An answer, or several. Numbers, days and ticks are texts in their one spelling; files are a list of ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    /// Several values, or the copies of a form.
    List(Vec<Value>),
    /// Values by name.
    Object(Object),
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Self::List(values) = self { Some(values) } else { None }
    }

    /// The object, if it is one.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(object) = self { Some(object) } else { None }
    }

    /// What stands at a path below it.
    #[must_use]
    pub fn at(&self, path: &[Step]) -> Option<&Self> {
        match path {
            [] => Some(self),
            [Step::Name(name), rest @ ..] => self.as_object()?.get(name)?.at(rest),
            [Step::Index(index), rest @ ..] => self.as_list()?.get(*index)?.at(rest),
        }
    }

    /// Puts a value at a path below it. What stands in the way is replaced; copies before it that are not there are made.
    pub fn put(&mut self, path: &[Step], value: Self) {
        match path {
            [] => *self = value,
            [Step::Name(name), rest @ ..] => {
                if self.as_object().is_none() {
                    *self = Self::Object(Object::new());
                }
                if let Self::Object(object) = self {
                    object.entry(name.clone()).or_insert_with(|| Self::Object(Object::new())).put(rest, value);
                }
            }
            [Step::Index(index), rest @ ..] => {
                if self.as_list().is_none() {
                    *self = Self::List(Vec::new());
                }
                if let Self::List(values) = self {
                    while values.len() <= *index {
                        values.push(Self::Object(Object::new()));
                    }
                    values[*index].put(rest, value);
                }
            }
        }
    }
}

impl Value {
    /// Adds what another tree has and this one has not; lists are joined element by element, as far as this one goes.
    pub fn join(&mut self, other: &Self) {
        match (self, other) {
            (Self::Object(own), Self::Object(other)) => {
                for (name, value) in other {
                    match own.get_mut(name) {
                        Some(known) => known.join(value),
                        None => drop(own.insert(name.clone(), value.clone())),
                    }
                }
            }
            (Self::List(own), Self::List(other)) => {
                own.iter_mut().zip(other).for_each(|(own, other)| own.join(other));
            }
            _ => {}
        }
    }
}

/// The answer at a path of a whole.
pub(super) fn get<'a>(object: &'a Object, path: &Path) -> Option<&'a Value> {
    let (Step::Name(name), rest) = path.steps().split_first()? else { return None };
    object.get(name)?.at(rest)
}

/// Puts an answer at a path of a whole.
pub(super) fn put(object: &mut Object, path: &Path, value: Value) {
    if let Some((Step::Name(name), rest)) = path.steps().split_first() {
        object.entry(name.clone()).or_insert_with(|| Value::Object(Object::new())).put(rest, value);
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some((name, value)) = access.next_entry()? {
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}
