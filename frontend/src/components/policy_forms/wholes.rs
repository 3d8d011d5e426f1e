//! Everything that was ever typed into one of several questionnaires, whichever of them is in sight: for what is kept as it
//! is typed. Must not know which is chosen.

use super::state::{PolicyForm, put};
use leptos::prelude::*;
use madoguchi_domain::forms::{Object, Questionnaire, Value};

/// Several questionnaires of which one is in sight, and answers to them all.
#[derive(Clone, Copy)]
pub struct Whole {
    form: PolicyForm,
    /// Each form of any of them, once.
    all: StoredValue<Questionnaire>,
    /// The answers as they came: what none of the forms asks stays as it is.
    came: StoredValue<Object>,
}

impl Whole {
    /// The answers to several questionnaires, in the fields of a page.
    pub fn new(form: PolicyForm, questionnaires: impl IntoIterator<Item = Questionnaire>) -> Self {
        let mut all = Questionnaire::default();
        for group in questionnaires.into_iter().flat_map(|questionnaire| questionnaire.groups) {
            if all.group(&group.name).is_none() {
                all.groups.push(group);
            }
        }
        Self { form, all: StoredValue::new(all), came: StoredValue::new(Object::new()) }
    }

    /// Puts answers into the fields, those out of sight too.
    pub fn fill(self, answers: &Object) {
        self.came.set_value(answers.clone());
        self.form.read_only.set(answers.clone());
        self.form.fill(answers);
    }

    /// What stands in the fields, those out of sight too; tracked.
    pub fn answers(self) -> Object {
        let typed = self.all.with_value(|all| self.form.typed_into(all));
        self.came.with_value(|came| self.all.with_value(|all| joined(came, all, typed)))
    }
}

/// What was typed, with what is not typed in these forms.
fn joined(came: &Object, all: &Questionnaire, mut typed: Object) -> Object {
    for (name, value) in came {
        if all.group(name).is_none() {
            typed.insert(name.clone(), value.clone());
        }
    }
    let whole = Value::Object(came.clone());
    for group in all.groups.iter().filter(|group| group.form.repeat_max.is_none()) {
        for field in group.form.fields.iter().filter(|field| field.read_only) {
            let path = group.path.name(&field.name);
            if let Some(value) = whole.at(path.steps()) {
                put(&mut typed, &path, value.clone());
            }
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::super::state::Extras;
    use super::*;
    use leptos::prelude::Owner;
    use madoguchi_domain::forms::{Group, Path};
    use madoguchi_domain::policy::{Field, FieldKind, FormPolicy, Localized};

    fn asks(forms: &[&str]) -> Questionnaire {
        let words = || Localized { ja: String::new(), en: String::new() };
        let field = |name: &str, read_only| Field {
            name: name.to_owned(),
            label: words(),
            kind: FieldKind::Text,
            required: false,
            read_only,
            short_label: None,
            listed: false,
            hint: None,
            default: None,
            min: None,
            max: None,
            choices: Vec::new(),
            only_for: Vec::new(),
        };
        let group = |name: &&str| Group {
            name: (*name).to_owned(),
            path: Path::root().name(name),
            form: FormPolicy {
                title: words(),
                lead: None,
                copy_from: None,
                repeat_max: None,
                asked_when: None,
                fields: vec![field("place", false), field("mail", true)],
            },
        };
        Questionnaire { groups: forms.iter().map(group).collect(), codes: Vec::new() }
    }

    fn place(text: &str) -> Value {
        Object::from([("place".to_owned(), text.into())]).into()
    }

    #[test]
    fn what_is_out_of_sight_and_what_nobody_asks_is_kept() {
        let owner = Owner::new();
        owner.with(|| {
            let (both, one) = (asks(&["basic", "server"]), asks(&["basic"]));
            let form = PolicyForm::new(both.clone(), Extras::default());
            let whole = Whole::new(form, [one.clone(), both]);
            let mut basic = Object::from([("place".to_owned(), "A".into())]);
            basic.insert("mail".to_owned(), "a@example.jp".into());
            let came = Object::from([
                ("basic".to_owned(), basic.into()),
                ("server".to_owned(), place("B")),
                ("former".to_owned(), place("C")),
            ]);
            whole.fill(&came);
            assert_eq!(untrack(|| whole.answers()), came);
            form.questionnaire.set(one);
            assert_eq!(untrack(|| whole.answers()), came);
        });
    }
}
