//! What is typed into the forms of a page, by path: what is out of sight keeps its value. Must not draw it.

use super::inputs;
use super::made::Made;
use crate::components::forms::Field;
use crate::drafts::DraftField;
use crate::texts::locale;
use leptos::prelude::*;
use madoguchi_domain::forms::{Copy, Group, Object, Path, Questionnaire, Value};
use madoguchi_domain::policy::{self, FieldKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Answers that can be copied into a form.
#[derive(Clone)]
pub struct Source {
    /// What they are called.
    pub label: TextProp,
    pub answers: Object,
}

/// What can be copied into a form, by its name.
pub type Sources = Arc<dyn Fn(&str) -> Vec<Source> + Send + Sync>;

/// What there is to choose from for a field, with what each says.
pub type Options = Arc<dyn Fn(&policy::Field) -> Vec<(String, TextProp)> + Send + Sync>;

/// What the page brings to its forms.
#[derive(Clone, Default)]
pub struct Extras {
    /// The control for files, where a form asks for them.
    pub files: Option<Files>,
    /// What can be copied into a form, by its name; where there is nothing, the form that it names is taken.
    pub sources: Option<Sources>,
    /// What there is to choose from for a product or a number, with what each says; none: it is typed.
    pub options: Option<Options>,
}

/// The control for files.
#[derive(Clone)]
pub struct Files {
    /// What is wrong with them.
    pub field: Field,
    /// The ids of those that are there.
    pub ids: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    /// For the draft.
    pub draft_field: DraftField,
    /// Draws them.
    pub draw: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

/// A form, or one of its copies, as it stands on the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// The form.
    pub group: Group,
    /// Which copy, counted from 0.
    pub index: Option<usize>,
    /// Where its answers stand.
    pub path: Path,
    /// What is asked in it.
    pub fields: Vec<policy::Field>,
}

/// Forms that are filled in together.
#[derive(Clone, Copy)]
pub struct PolicyForm {
    /// What is asked. Another one in its place hides what it does not ask, and brings back what it does.
    pub questionnaire: RwSignal<Questionnaire>,
    /// Values that are shown and changed elsewhere.
    pub read_only: RwSignal<Object>,
    pub(super) parts: Memo<Vec<Part>>,
    pub(super) extras: StoredValue<Extras>,
    pub(super) made: Made,
    pub(super) counts: RwSignal<BTreeMap<String, usize>>,
}

impl PolicyForm {
    /// Forms with what stands in them at first.
    pub fn new(questionnaire: Questionnaire, extras: Extras) -> Self {
        let (questionnaire, counts) = (RwSignal::new(questionnaire), RwSignal::new(BTreeMap::new()));
        let made = Made::new();
        let parts = Memo::new(move |_| {
            questionnaire.with(|it| {
                let typed = typed(it, &counts.read(), made);
                let parts = it.copies(&typed).iter().map(|copy| Part::of(it, copy)).collect::<Vec<_>>();
                parts.into_iter().filter(|part| !part.fields.is_empty()).collect()
            })
        });
        let (read_only, extras) = (RwSignal::new(Object::new()), StoredValue::new(extras));
        Self { questionnaire, read_only, parts, extras, made, counts }
    }

    /// What is typed, out of sight too; tracked.
    pub fn typed(self) -> Object {
        self.questionnaire.with(|it| self.typed_into(it))
    }

    /// What is typed into forms that need not be in sight; tracked.
    pub(super) fn typed_into(self, questionnaire: &Questionnaire) -> Object {
        typed(questionnaire, &self.counts.read(), self.made)
    }

    /// The answers as they are sent: each in its one spelling, and nothing that is not asked. Answers that are wrong stay
    /// as they were typed; the server says so too.
    pub fn answers(self) -> Object {
        let mut typed = untrack(|| self.typed());
        if let Some((files, path)) = self.extras.with_value(|extras| extras.files.clone()).zip(self.path_of_files()) {
            let ids = untrack(|| (files.ids)()).into_iter().map(Value::from);
            put(&mut typed, &path, Value::List(ids.collect()));
        }
        self.questionnaire.with_untracked(|it| it.check(&typed)).unwrap_or(typed)
    }

    /// The fields that are asked, in the order of the page.
    pub fn asked(self) -> Vec<Field> {
        let parts = self.parts.get_untracked();
        let of_part = |part: &Part| part.fields.iter().flat_map(|field| self.inputs(part, field)).collect::<Vec<_>>();
        parts.iter().flat_map(of_part).collect()
    }

    /// The name of the first field of a form, to lead to it.
    pub fn first(self, path: &Path) -> Option<String> {
        let part = self.parts.get_untracked().into_iter().find(|part| part.path == *path)?;
        let mut inputs = part.fields.iter().flat_map(|field| self.inputs(&part, field));
        inputs.next().map(|input| input.name().to_string())
    }

    /// The field at a path, if it is asked; tracked.
    pub fn field(self, path: &Path) -> Option<Field> {
        self.parts.with(|parts| {
            let mut fields = parts.iter().flat_map(|part| part.fields.iter().map(move |field| (part, field)));
            let (part, field) = fields.find(|(part, field)| part.path.name(&field.name) == *path)?;
            self.inputs(part, field).first().copied()
        })
    }

    /// What is typed, for the draft of the page.
    pub fn draft_field(self) -> DraftField {
        let files = self.extras.with_value(|extras| extras.files.clone());
        let read = move || {
            let mut typed = self.typed();
            if let Some((files, path)) = files.as_ref().zip(self.path_of_files()) {
                put(&mut typed, &path, (files.draft_field.read)());
            }
            Value::Object(typed)
        };
        let put_back = move |value: &Value| value.as_object().into_iter().for_each(|typed| self.fill(typed));
        DraftField { path: "answers".into(), read: Arc::new(read), put_back: Arc::new(put_back) }
    }

    /// The place of the files among the answers.
    pub(super) fn path_of_files(self) -> Option<Path> {
        self.questionnaire.with_untracked(|it| {
            let fields = it.groups.iter().flat_map(|group| group.form.fields.iter().map(move |field| (group, field)));
            let mut files = fields.filter(|(_, field)| field.kind == FieldKind::Attachments);
            files.next().map(|(group, field)| group.path.name(&field.name))
        })
    }

    /// The fields of the kit for a field of a form.
    pub(super) fn inputs(self, part: &Part, field: &policy::Field) -> Vec<Field> {
        if field.read_only {
            return Vec::new();
        }
        if let Some(files) = self.files(field) {
            return vec![files.field];
        }
        let paths = inputs::paths(field, &part.path.name(&field.name));
        let made = paths.iter().map(|path| self.made.at(field, path));
        if part.path.is_root() {
            return made.collect();
        }
        made.map(|input| input.part_of(part.title())).collect()
    }

    /// The control for files, if a field asks for them.
    pub(super) fn files(self, field: &policy::Field) -> Option<Files> {
        self.extras.with_value(|extras| extras.files.clone()).filter(|_| field.kind == FieldKind::Attachments)
    }
}

impl Part {
    fn of(questionnaire: &Questionnaire, copy: &Copy<'_>) -> Self {
        let fields = questionnaire.fields(copy.group).cloned().collect();
        Self { group: copy.group.clone(), index: copy.index, path: copy.path.clone(), fields }
    }

    /// Its title, with the number of the copy.
    pub fn title(&self) -> TextProp {
        let (form, index) = (self.group.form.clone(), self.index);
        (move || form.numbered(index, locale())).into()
    }
}

/// The copies of a form that the page has.
pub(super) fn copies(group: &Group, counts: &BTreeMap<String, usize>) -> Vec<Path> {
    if group.form.repeat_max.is_none() {
        return vec![group.path.clone()];
    }
    (0..counts.get(&group.name).copied().unwrap_or(1)).map(|at| group.path.index(at)).collect()
}

fn typed(questionnaire: &Questionnaire, counts: &BTreeMap<String, usize>, made: Made) -> Object {
    let mut typed = Object::new();
    for group in &questionnaire.groups {
        for copy in copies(group, counts) {
            if group.form.repeat_max.is_some() {
                put(&mut typed, &copy, Value::Object(Object::new()));
            }
            for field in group.form.fields.iter().filter(|field| !field.read_only) {
                for path in inputs::paths(field, &copy.name(&field.name)) {
                    let text = made.at(field, &path).value.get();
                    if !text.is_empty() {
                        put(&mut typed, &path, text.into());
                    }
                }
            }
        }
    }
    typed
}

pub(super) fn put(object: &mut Object, path: &Path, value: Value) {
    let mut whole = Value::Object(std::mem::take(object));
    whole.put(path.steps(), value);
    if let Value::Object(changed) = whole {
        *object = changed;
    }
}
