//! A draft in the fields of its page: which category is chosen, what is typed, and how it goes on.

use super::copies::Copies;
use super::kinds::offers_kinds;
use super::savers::{self, Saver};
use super::saving::{Content, Saving};
use crate::api::revisions::Revised;
use crate::api::{self, Client, Error};
use crate::components::forms::{Field, Form, anything};
use crate::components::policy_forms::{Extras, PolicyForm, Source, Whole};
use crate::components::radio_groups::required_radio_group;
use crate::components::views::optional;
use crate::contexts::PageContext;
use crate::pages::requests::words;
use crate::texts::{own, t};
use leptos::prelude::*;
use madoguchi_api_types::requests::{RequestCategory, RequestDetail, RequestForm, RequestSubmissionRequest};
use madoguchi_domain::forms::{Object, Questionnaire, Value};
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Draft {
    /// The forms of the chosen category.
    pub answers: PolicyForm,
    /// Takes them to the server.
    pub saver: Saver,
    context: StoredValue<PageContext>,
    id: StoredValue<String>,
    whole: Whole,
    category: Field,
    choices: StoredValue<Vec<RequestCategory>>,
    confirm: bool,
}

impl Draft {
    /// A draft as the server gave it, with what the browser kept of it; none when it was sent.
    pub fn open(context: &PageContext, found: Revised<RequestDetail>) -> Option<Self> {
        let id = found.value.request.id.to_string();
        let RequestForm { choices, copyable, read_only, confirm, .. } = found.value.form.clone()?;
        let is_of_kinds = offers_kinds(&found.value.request.kind, &choices);
        let version = savers::version(found)?;
        let label = if is_of_kinds { t!(requests.content) } else { t!(requests.category) };
        let category = Field::required("category", label, anything);
        let answers = PolicyForm::new(asked(&choices, version.content.category.as_deref()), extras(&choices, copyable));
        answers.read_only.set(read_only);
        let whole = Whole::new(answers, choices.iter().map(|choice| choice.questionnaire.clone()));
        let shown = Shown { category, whole };
        let copies = Copies::of(context, &id);
        let saving = Saving::open(version, copies.read(), |content| untrack(|| shown.show(content)));
        shown.put(saving.content());
        let choices = StoredValue::new(choices);
        Effect::new(move |_| {
            let code = category.value.get();
            let asked = choices.with_value(|choices| asked(choices, Some(&code)));
            if asked != *answers.questionnaire.read_untracked() {
                answers.questionnaire.set(asked);
            }
        });
        let (sent, sent_id) = (context.clone(), id.clone());
        let gone = Callback::new(move |()| sent.go_instead(&format!("/requests/{sent_id}")));
        let saver = Saver::start(context, &id, copies, saving, Arc::new(move || shown.read()), gone);
        let (context, id) = (StoredValue::new(context.clone()), StoredValue::new(id));
        Some(Self { answers, saver, context, id, whole, category, choices, confirm })
    }

    /// Calls the server.
    pub fn client(self) -> Client {
        self.context.with_value(|context| context.client)
    }

    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Whether it is shown once more before it is sent.
    pub fn is_confirmed(self) -> bool {
        self.confirm
    }

    /// The fields before those of the forms.
    pub fn fields(self) -> Vec<Field> {
        let has_choice = self.choices.with_value(|choices| choices.len() > 1);
        if has_choice { vec![self.category] } else { Vec::new() }
    }

    /// 公開 ↔ 閲覧, or 申込内容: where there is a choice.
    pub fn category_choice(self) -> AnyView {
        if self.fields().is_empty() {
            return optional(None);
        }
        let radio = |choice: &RequestCategory| {
            let label = choice.label.as_ref().map(words::own_text)?;
            Some((choice.code.clone()?.into(), label))
        };
        let radios = self.choices.with_value(|choices| choices.iter().filter_map(radio).collect());
        required_radio_group(self.category, radios, None)
    }

    /// What is asked for a content.
    pub fn asked(self, content: &Content) -> Questionnaire {
        self.choices.with_value(|choices| asked(choices, content.category.as_deref()))
    }

    /// What a category is called.
    pub fn category_label(self, code: Option<&str>) -> String {
        let found = |choices: &Vec<RequestCategory>| {
            choices.iter().find(|choice| choice.code.as_deref() == code).and_then(|choice| choice.label.clone())
        };
        self.choices.with_value(found).as_ref().map(own).unwrap_or_default()
    }

    /// Puts a version into the fields, in place of what is typed.
    pub fn take_other(self) {
        let shown = Shown { category: self.category, whole: self.whole };
        self.saver.take_other(move |content| untrack(|| shown.show(content)));
    }

    /// Checks, saves, and goes on to the confirmation, or sends where there is none.
    pub fn go_on(self, form: Form) {
        if form.busy.get_untracked() || !form.validate() {
            return;
        }
        form.busy.set(true);
        self.saver.finish(Callback::new(move |(outcome,): (Result<String, Error>,)| match outcome {
            Ok(_) if self.confirm => {
                self.context.with_value(|context| context.go(&format!("/requests/{}/confirm", self.id())));
            }
            Ok(revision) => self.send(form, revision),
            Err(error) => {
                form.busy.set(false);
                form.refuse(error);
            }
        }));
    }

    fn send(self, form: Form, revision: String) {
        let (client, id, context) = (self.client(), self.id(), self.context.get_value());
        form.busy.set(false);
        let sent = id.clone();
        let call = move || async move {
            let submission = RequestSubmissionRequest { terms_version: None };
            api::requests::submit(client, &id, &submission, &revision).await
        };
        form.act(call, move |_: RequestDetail| {
            self.saver.stop();
            context.go_instead(&format!("/requests/{sent}?sent=1"));
        });
    }
}

/// A content in the fields.
#[derive(Clone, Copy)]
struct Shown {
    category: Field,
    whole: Whole,
}

impl Shown {
    fn put(self, content: &Content) {
        self.category.value.set(content.category.clone().unwrap_or_default());
        self.whole.fill(&content.answers);
    }

    fn read(self) -> Content {
        let category = Some(self.category.value.get()).filter(|code| !code.is_empty());
        Content { category, answers: self.whole.answers() }
    }

    fn show(self, content: &Content) -> Content {
        self.put(content);
        self.read()
    }
}

/// What is asked for a category; of one that is not offered any more, what the first asks.
fn asked(choices: &[RequestCategory], code: Option<&str>) -> Questionnaire {
    let chosen = choices.iter().find(|choice| choice.code.as_deref() == code).or(choices.first());
    chosen.map(|choice| choice.questionnaire.clone()).unwrap_or_default()
}

/// 登録内容を引用する, 届先情報へ反映: the answers that a form names by `copy_from`, where they are known: one, or a list of several.
fn extras(choices: &[RequestCategory], copyable: Object) -> Extras {
    let groups = choices.iter().flat_map(|choice| &choice.questionnaire.groups);
    let from: Vec<(String, String)> =
        groups.filter_map(|group| Some((group.name.clone(), group.form.copy_from.clone()?))).collect();
    let sources = move |into: &str| {
        let named = from.iter().find(|(name, _)| name == into);
        match named.and_then(|(_, from)| copyable.get(from)) {
            Some(Value::Object(answers)) => vec![Source { label: "".into(), answers: answers.clone() }],
            Some(Value::List(several)) => several.iter().filter_map(Value::as_object).map(source).collect(),
            _ => Vec::new(),
        }
    };
    Extras { sources: Some(Arc::new(sources)), ..Extras::default() }
}

/// One of several, called by its first answers.
fn source(answers: &Object) -> Source {
    let said = |name: &str| answers.get(name).and_then(Value::as_text).unwrap_or_default();
    let label = [said("company"), said("department"), said("prefecture"), said("address1")];
    let label = label.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    Source { label: label.into(), answers: answers.clone() }
}
