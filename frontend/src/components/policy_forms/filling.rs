//! Answers that come from elsewhere, and copies that come and go. Must not know where the answers come from.

use super::inputs;
use super::made::shown;
use super::state::{Part, PolicyForm, copies, put};
use leptos::prelude::*;
use madoguchi_domain::forms::{Group, Object, Path, Value, tidy};
use madoguchi_domain::policy::{self, FieldKind};
use std::cmp::Ordering;

impl PolicyForm {
    /// Puts answers into the fields; what they do not name is empty.
    pub fn fill(self, answers: &Object) {
        self.counts.update(|counts| {
            for (name, value) in answers {
                if let Some(copies) = value.as_list() {
                    counts.insert(name.clone(), copies.len().max(1));
                }
            }
        });
        self.made.fill(answers);
        let files = self.extras.with_value(|extras| extras.files.clone()).zip(self.path_of_files());
        if let Some((files, path)) = files {
            let listed = Value::Object(answers.clone()).at(path.steps()).cloned();
            (files.draft_field.put_back)(&listed.unwrap_or(Value::List(Vec::new())));
        }
    }

    /// Puts values into the fields of a form in place of what stands there; of those that they do not name, some are empty
    /// then and the others as they were.
    pub(super) fn put(self, part: &Part, values: &Object, is_replaced: impl Fn(&policy::Field) -> bool) {
        let whole = Value::Object(values.clone());
        for field in part.fields.iter().filter(|field| values.contains_key(&field.name) || is_replaced(field)) {
            let own = inputs::paths(field, &Path::root().name(&field.name));
            for (input, path) in self.inputs(part, field).into_iter().zip(own) {
                input.error.set(None);
                input.change(shown(field, whole.at(path.steps()).and_then(Value::as_text).unwrap_or_default()));
            }
        }
    }

    /// How many copies of a form there are.
    pub(super) fn count(self, group: &Group) -> usize {
        self.counts.with(|counts| counts.get(&group.name).copied().unwrap_or(1))
    }

    /// One more copy of a form.
    pub(super) fn add(self, group: &Group) {
        let count = untrack(|| self.count(group));
        self.counts.update(|counts| {
            counts.insert(group.name.clone(), count + 1);
        });
        let parts = self.parts.get_untracked();
        let added = parts.iter().find(|part| part.group.name == group.name && part.index == Some(count));
        added.into_iter().for_each(|part| self.put(part, &group.form.initial(), |_| false));
    }

    /// Takes a copy away: those after it move up, and what names them by their numbers follows.
    pub(super) fn remove(self, group: &Group, index: usize) {
        let count = untrack(|| self.count(group));
        for field in group.form.fields.iter().filter(|field| !field.read_only) {
            let inputs = |at: usize| {
                let paths = inputs::paths(field, &group.path.index(at).name(&field.name));
                paths.into_iter().map(|path| self.made.at(field, &path)).collect::<Vec<_>>()
            };
            for at in index..count.saturating_sub(1) {
                for (own, next) in inputs(at).into_iter().zip(inputs(at + 1)) {
                    own.value.set(next.value.get_untracked());
                    own.error.set(next.error.get_untracked());
                }
            }
            for last in inputs(count.saturating_sub(1)) {
                last.value.set(String::new());
                last.error.set(None);
            }
        }
        self.read_only.update(|values| {
            let whole = Value::Object(values.clone());
            let copies = whole.at(group.path.steps()).and_then(Value::as_list).map(<[Value]>::to_vec);
            if let Some(mut copies) = copies.filter(|copies| index < copies.len()) {
                copies.remove(index);
                put(values, &group.path, Value::List(copies));
            }
        });
        self.counts.update(|counts| {
            counts.insert(group.name.clone(), count.saturating_sub(1).max(1));
        });
        self.renumber(group, index);
    }

    /// A count called as a form that repeats is the number of one of its copies.
    fn renumber(self, group: &Group, removed: usize) {
        let others = self.questionnaire.with_untracked(|it| it.groups.clone());
        for other in others.iter().filter(|other| other.name != group.name) {
            let is_number = |field: &&policy::Field| field.kind == FieldKind::Count && field.name == group.name;
            for field in other.form.fields.iter().filter(is_number) {
                for copy in untrack(|| copies(other, &self.counts.read())) {
                    let own = self.made.at(field, &copy.name(&field.name));
                    let number = own.value.with_untracked(|typed| tidy(field, typed).ok()?.parse().ok());
                    let after = number.map(|number| number_after(number, removed));
                    if let Some(after) = after.filter(|after| *after != number) {
                        own.value.set(after.map(|number| number.to_string()).unwrap_or_default());
                    }
                }
            }
        }
    }
}

/// The number of a copy, counted from 1, after one at an index was taken away; none when it was that one.
fn number_after(number: usize, removed: usize) -> Option<usize> {
    match number.cmp(&(removed + 1)) {
        Ordering::Less => Some(number),
        Ordering::Equal => None,
        Ordering::Greater => Some(number - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::Extras;
    use super::*;
    use leptos::prelude::Owner;
    use madoguchi_domain::forms::Questionnaire;
    use madoguchi_domain::policy::{Field, FormPolicy, Localized};

    fn field(name: &str, kind: FieldKind) -> Field {
        let text = || Localized { ja: name.to_owned(), en: name.to_owned() };
        Field {
            name: name.to_owned(),
            label: text(),
            kind,
            required: true,
            read_only: false,
            short_label: None,
            listed: false,
            hint: None,
            default: (kind == FieldKind::Count).then(|| "1".to_owned()),
            min: None,
            max: None,
            choices: Vec::new(),
            only_for: if name == "fax" { vec!["company".to_owned()] } else { Vec::new() },
        }
    }

    fn questionnaire(code: &str) -> Questionnaire {
        let kinds = [
            ("name", FieldKind::Text),
            ("phone", FieldKind::Phone),
            ("fax", FieldKind::Phone),
            ("sets", FieldKind::Count),
        ];
        let form = FormPolicy {
            title: Localized { ja: "お届け先".to_owned(), en: "Delivery".to_owned() },
            lead: None,
            copy_from: None,
            repeat_max: Some(3),
            asked_when: None,
            fields: kinds.into_iter().map(|(name, kind)| field(name, kind)).collect(),
        };
        let group = Group { name: "delivery".to_owned(), path: Path::root().name("delivery"), form };
        Questionnaire { groups: vec![group], codes: vec![code.to_owned()] }
    }

    fn answers(json: &str) -> Object {
        serde_json::from_str(json).unwrap()
    }

    /// Runs with signals that are gone afterwards.
    fn with_form(test: impl FnOnce(PolicyForm, Group)) {
        let owner = Owner::new();
        owner.with(|| {
            let form = PolicyForm::new(questionnaire("company"), Extras::default());
            let group = form.questionnaire.with_untracked(|it| it.groups[0].clone());
            test(form, group);
        });
    }

    fn names(form: PolicyForm) -> Vec<String> {
        form.asked().into_iter().map(|field| field.name().to_string()).collect()
    }

    #[test]
    fn copies_come_with_their_defaults_and_go_from_where_they_stand() {
        with_form(|form, group| {
            assert_eq!(form.typed(), answers(r#"{ "delivery": [{ "sets": "1" }] }"#));
            form.add(&group);
            form.add(&group);
            let at = |path: &str| form.field(&path.parse().unwrap()).unwrap();
            at("delivery[0].name").value.set("一".to_owned());
            at("delivery[1].name").value.set("二".to_owned());
            at("delivery[2].name").value.set("三".to_owned());
            at("delivery[2].sets").value.set("3".to_owned());
            form.remove(&group, 1);
            let left = r#"{ "delivery": [{ "name": "一", "sets": "1" }, { "name": "三", "sets": "3" }] }"#;
            assert_eq!(form.typed(), answers(left));
            form.add(&group);
            assert_eq!(at("delivery[2].name").value.get_untracked(), "");
            assert_eq!(at("delivery[2].sets").value.get_untracked(), "1");
        });
    }

    #[test]
    fn numbers_of_copies_follow_those_that_go() {
        let after = |removed: usize| [1, 2, 3].map(|number| number_after(number, removed));
        assert_eq!(after(0), [None, Some(1), Some(2)]);
        assert_eq!(after(1), [Some(1), None, Some(2)]);
        assert_eq!(after(2), [Some(1), Some(2), None]);
        with_form(|form, group| {
            form.questionnaire.update(|it| {
                let mut items = it.groups[0].clone();
                items.name = "items".to_owned();
                items.path = Path::root().name("items");
                items.form.fields = vec![field("delivery", FieldKind::Count), field("sets", FieldKind::Count)];
                it.groups.push(items);
            });
            let items = form.questionnaire.with_untracked(|it| it.groups[1].clone());
            for _ in 0..2 {
                form.add(&group);
                form.add(&items);
            }
            let at = |path: &str| form.field(&path.parse().unwrap()).unwrap().value;
            for (number, typed) in ["1", "２", "3"].into_iter().enumerate() {
                at(&format!("items[{number}].delivery")).set(typed.to_owned());
                at(&format!("items[{number}].sets")).set("3".to_owned());
            }
            form.remove(&group, 1);
            let numbers = [0, 1, 2].map(|number| at(&format!("items[{number}].delivery")).get_untracked());
            assert_eq!(numbers, ["1", "", "2"]);
            assert_eq!(at("items[2].sets").get_untracked(), "3");
        });
    }

    #[test]
    fn what_is_put_into_a_copy_replaces_what_stood_there() {
        with_form(|form, _| {
            let at = |path: &str| form.field(&path.parse().unwrap()).unwrap().value;
            at("delivery[0].name").set("一".to_owned());
            at("delivery[0].fax").set("03-3798-6756".to_owned());
            let part = form.parts.get_untracked().remove(0);
            form.put(&part, &answers(r#"{ "name": "二" }"#), |field| field.name == "fax");
            assert_eq!(form.typed(), answers(r#"{ "delivery": [{ "name": "二", "sets": "1" }] }"#));
        });
    }

    #[test]
    fn what_is_out_of_sight_is_neither_checked_nor_sent_and_comes_back() {
        with_form(|form, _| {
            let at = |path: &str| form.field(&path.parse().unwrap());
            at("delivery[0].name").unwrap().value.set("一".to_owned());
            at("delivery[0].phone").unwrap().value.set("0337986756".to_owned());
            at("delivery[0].fax").unwrap().value.set("none".to_owned());
            form.questionnaire.set(questionnaire("person"));
            assert_eq!(names(form), ["delivery[0].name", "delivery[0].phone", "delivery[0].sets"]);
            let sent = r#"{ "delivery": [{ "name": "一", "phone": "0337986756", "sets": "1" }] }"#;
            assert_eq!(form.answers(), answers(sent));
            form.questionnaire.set(questionnaire("company"));
            assert_eq!(at("delivery[0].fax").unwrap().value.get_untracked(), "none");
            assert!(!at("delivery[0].fax").unwrap().validate());
        });
    }

    #[test]
    fn a_draft_brings_back_copies_and_what_is_out_of_sight() {
        let draft = r#"{ "delivery": [{ "name": "一", "fax": "0337986756" }, { "name": "二" }] }"#;
        with_form(|form, _| {
            form.questionnaire.set(questionnaire("person"));
            (form.draft_field().put_back)(&Value::Object(answers(draft)));
            assert_eq!(names(form).len(), 6);
            form.questionnaire.set(questionnaire("company"));
            let fax = form.field(&"delivery[0].fax".parse().unwrap()).unwrap();
            assert_eq!(fax.value.get_untracked(), "03-3798-6756");
            // Left empty is left empty: a default stands there at first only.
            assert_eq!(form.field(&"delivery[1].sets".parse().unwrap()).unwrap().value.get_untracked(), "");
        });
    }
}
