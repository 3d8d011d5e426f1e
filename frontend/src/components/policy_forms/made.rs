//! The fields of the kit by path: made when they are first asked for, there as long as the page is. Must not know which
//! of them are in sight.

use super::inputs::{self, Typed};
use crate::components::forms::Field;
use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use madoguchi_domain::forms::{Object, Path, Value, spelled};
use madoguchi_domain::policy::{self, FieldKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The fields of a page's forms.
#[derive(Clone, Copy)]
pub(super) struct Made {
    fields: StoredValue<BTreeMap<Path, (Field, policy::Field)>>,
    /// What a field starts with that is not made yet; without it, with its default.
    before: StoredValue<Option<Value>>,
    owner: StoredValue<Option<WeakOwner>>,
}

impl Made {
    /// None yet.
    pub fn new() -> Self {
        let owner = Owner::current().map(|owner| owner.downgrade());
        Self {
            fields: StoredValue::new(BTreeMap::new()),
            before: StoredValue::new(None),
            owner: StoredValue::new(owner),
        }
    }

    /// The field at a path.
    pub fn at(self, policy: &policy::Field, path: &Path) -> Field {
        if let Some(made) = self.find(path) {
            return made;
        }
        let typed: Typed =
            Arc::new(move |path| self.find(path).map(|other| other.value.get_untracked()).unwrap_or_default());
        // It outlives the part of the page that asks for it first.
        let owner = self.owner.get_value().and_then(|owner| owner.upgrade()).unwrap_or_default();
        let made = owner.with(|| inputs::input(policy, path, typed));
        made.value.set(self.first(policy, path));
        self.fields.update_value(|fields| drop(fields.insert(path.clone(), (made, policy.clone()))));
        made
    }

    /// Puts answers into all fields, those that are not made yet too; what the answers do not name is empty.
    pub fn fill(self, answers: &Object) {
        self.before.set_value(Some(Value::Object(answers.clone())));
        for (path, (field, policy)) in self.fields.get_value() {
            field.value.set(self.first(&policy, &path));
        }
    }

    fn find(self, path: &Path) -> Option<Field> {
        self.fields.with_value(|fields| fields.get(path).map(|made| made.0))
    }

    fn first(self, policy: &policy::Field, path: &Path) -> String {
        self.before.with_value(|before| match before {
            Some(before) => shown(policy, before.at(path.steps()).and_then(Value::as_text).unwrap_or_default()),
            None => shown(policy, policy.default.as_deref().unwrap_or_default()),
        })
    }
}

/// A value as it stands in its field.
pub(super) fn shown(field: &policy::Field, text: &str) -> String {
    if field.kind == FieldKind::Flag && text == "false" { String::new() } else { spelled(field, text) }
}
