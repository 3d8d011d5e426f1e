//! What an inquiry and a reply ask: the kind, and the forms that the portal's file names for it.

use super::attachment_fields::AttachmentField;
use super::attachments::Attachments;
use super::wishes::Consent;
use crate::api::Client;
use crate::api::problems::{Fault, field_text};
use crate::components::forms::{Field, anything};
use crate::components::policy_forms::{Extras, Files, PolicyForm, sentence};
use crate::contexts::PageContext;
use crate::session::State;
use crate::texts::{locale, own, t};
use leptos::prelude::*;
use madoguchi_api_types::inquiries::{InquiryForm, InquiryKind, InquiryRequest};
use madoguchi_domain::forms::{LONG_TEXT_MAX, Path, Value, check, long_text};
use madoguchi_domain::policy::{self, FieldKind};
use madoguchi_domain::problems::FieldCode;
use std::sync::Arc;

/// What is asked of somebody who writes an inquiry.
#[derive(Clone, Copy)]
pub struct Asked {
    /// 種別.
    pub kind: Field,
    /// The forms of the kind; before one is chosen, those of the first.
    pub answers: PolicyForm,
    /// The consent to a wish.
    pub consent: Consent,
    kinds: StoredValue<Vec<InquiryKind>>,
    attachments: StoredValue<Option<Attachments>>,
}

impl Asked {
    /// Nothing is typed yet.
    pub fn new(client: Client, offered: InquiryForm) -> Self {
        let kind = Field::required("kind", t!(inquiries.kind), anything);
        let (kinds, wishes) = (StoredValue::new(offered.kinds.clone()), offered.wishes.clone());
        let attachments = attachments(client, offered);
        let extras = Extras { files: attachments.map(files), ..Extras::default() };
        let first = kinds.with_value(|kinds| kinds.first().map(|kind| kind.questionnaire.clone()));
        let answers = PolicyForm::new(first.unwrap_or_default(), extras);
        Effect::new(move |_| {
            let chosen = kind.value.get();
            let found = kinds.with_value(|kinds| kinds.iter().find(|it| it.code == chosen).cloned());
            if let Some(found) = found.filter(|it| it.questionnaire != *answers.questionnaire.read_untracked()) {
                answers.questionnaire.set(found.questionnaire);
            }
        });
        let subject = move || answers.field(&Path::root().name("subject")).map(|it| it.value.get()).unwrap_or_default();
        let consent = Consent::new(wishes, kind, subject);
        Self { kind, answers, consent, kinds, attachments: StoredValue::new(attachments) }
    }

    /// Whether the chosen kind is shown once more before it is sent.
    pub fn is_confirmed(self) -> bool {
        let chosen = self.kind.value.get();
        self.kinds.with_value(|kinds| kinds.iter().any(|kind| kind.code == chosen && kind.confirm))
    }

    /// What the chosen kind is called.
    pub fn kind_label(self) -> TextProp {
        let chosen = self.kind.value.get_untracked();
        let label = self.kinds.with_value(|kinds| kinds.iter().find(|it| it.code == chosen).map(|it| it.label.clone()));
        (move || label.as_ref().map(own).unwrap_or_default()).into()
    }

    /// What a file is called.
    pub fn file_name(self, id: &str) -> String {
        let attachments = self.attachments.get_value();
        let files = attachments.map(|attachments| attachments.uploaded.get_untracked()).unwrap_or_default();
        files.into_iter().find(|file| file.id.to_string() == id).map(|file| file.file_name).unwrap_or_default()
    }

    /// What is sent: subject, text and files have names of their own.
    pub fn request(self) -> InquiryRequest {
        let mut answers = self.answers.answers();
        let mut text =
            |name| answers.remove(name).and_then(|value| Some(value.as_text()?.to_owned())).unwrap_or_default();
        let (subject, text) = (text("subject"), text("text"));
        let files = answers.remove("attachments").map(|_| self.attachments.get_value().map(Attachments::ids));
        InquiryRequest {
            kind: self.kind.value.get_untracked(),
            subject,
            text,
            attachments: files.flatten().unwrap_or_default(),
            answers,
            consent: self.consent.is_given(),
        }
    }
}

/// The files, where a form asks for them.
fn attachments(client: Client, offered: InquiryForm) -> Option<Attachments> {
    let groups = offered.kinds.iter().flat_map(|kind| &kind.questionnaire.groups);
    let mut fields = groups.flat_map(|group| group.form.fields.iter().map(move |field| (group, field)));
    let (group, field) = fields.find(|(_, field)| field.kind == FieldKind::Attachments)?;
    let (name, field): (String, policy::Field) = (group.path.name(&field.name).to_string(), field.clone());
    let (label, rule) = (field.label.clone(), field.clone());
    let label = move || label.get(locale()).to_owned();
    let is_right = move |ids| match check(&rule, Some(&Value::List(ids))) {
        Ok(_) => Ok(()),
        Err(faults) if faults.iter().any(|fault| fault.code == FieldCode::Required) => Err(Fault::NotChosen),
        Err(faults) => Err(faults.first().map_or(FieldCode::Malformed, |fault| fault.code).into()),
    };
    let made = Attachments::new(client, offered, (name, label.into()), is_right);
    Some(made.with_field(|made| made.asked(field.required).said_by(files_sentence)))
}

/// Files are chosen; what else may be wrong with them, every message has the sentences for.
fn files_sentence(name: &str, fault: Fault, label: &str) -> String {
    if fault == Fault::NotChosen { sentence(name, fault, label) } else { field_text(name, fault, label) }
}

fn files(attachments: Attachments) -> Files {
    Files {
        field: attachments.field,
        ids: Arc::new(move || attachments.ids().iter().map(ToString::to_string).collect()),
        draft_field: attachments.draft_field(),
        draw: Arc::new(move || view! { <AttachmentField attachments=attachments /> }.into_any()),
    }
}

/// 内容 of a reply.
pub fn reply() -> Field {
    let check = |typed: &str| long_text(typed).map_err(Fault::from);
    Field::limited("text", t!(inquiries.text), LONG_TEXT_MAX, check)
}

/// Whose draft it is: people share a tab at a counter.
pub fn owner(context: &PageContext, what: &str) -> String {
    match context.sessions.state.get_untracked() {
        State::Active(session) => format!("{} {} {what}", session.user.sign_in_name, session.user.mail_address),
        State::Unknown | State::Absent => String::new(),
    }
}
