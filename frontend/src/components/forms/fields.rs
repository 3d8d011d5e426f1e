//! One field: what was typed, in which spelling it is kept, and what is wrong with it. Must not draw it.

use super::spellings::one_line;
use crate::api::problems::{Fault, field_text};
use crate::drafts::DraftField;
use crate::lifetimes::Lifetime;
use crate::texts::tr;
use leptos::prelude::*;
use madoguchi_api_types::problems::FieldCode;
use madoguchi_domain::forms::Value;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::text::{Lines, is_broken, visible};
use std::sync::Arc;
use std::time::Duration;

/// Longest reason that the server takes, in characters.
const REASON_MAX: usize = 200;

/// Checks what was typed and gives it in its tidy spelling, or what is wrong with it.
pub type Check = Arc<dyn Fn(&str) -> Result<String, Fault> + Send + Sync>;

/// The sentence about a field, by its name, what is wrong with it, and its label.
pub type Sentence = fn(&str, Fault, &str) -> String;

#[derive(Clone, Copy)]
pub struct Field {
    name: StoredValue<Arc<str>>,
    pub label: StoredValue<TextProp>,
    /// What was typed.
    pub value: RwSignal<String>,
    /// What is wrong with it.
    pub error: RwSignal<Option<Fault>>,
    /// Whether it may not stay empty.
    pub required: bool,
    /// Characters at most, where there is a limit that people meet.
    pub most: Option<usize>,
    /// Which of several forms on the page it is in, for the summary of errors.
    part: Option<StoredValue<TextProp>>,
    check: StoredValue<Check>,
    checks_blank: bool,
    sentence: Sentence,
    lifetime: Lifetime,
}

impl Field {
    /// A field that must be filled in.
    pub fn required(
        name: impl Into<Arc<str>>,
        label: impl Into<TextProp>,
        check: impl Fn(&str) -> Result<String, Fault> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: StoredValue::new(name.into()),
            label: StoredValue::new(label.into()),
            value: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            required: true,
            most: None,
            part: None,
            check: StoredValue::new(Arc::new(check)),
            checks_blank: false,
            sentence: field_text,
            lifetime: Lifetime::here(),
        }
    }

    /// A field that may stay empty.
    pub fn optional(
        name: impl Into<Arc<str>>,
        label: impl Into<TextProp>,
        check: impl Fn(&str) -> Result<String, Fault> + Send + Sync + 'static,
    ) -> Self {
        Self { required: false, ..Self::required(name, label, check) }
    }

    /// A field for a mail address.
    pub fn mail_address(label: impl Into<TextProp>) -> Self {
        Self::required("mail_address", label, |typed| {
            let mail = MailAddress::parse(typed).map_err(|error| error.code())?;
            Ok(mail.as_str().to_owned())
        })
    }

    /// A field with a limit; what it takes is counted in its tidy spelling.
    pub fn limited(
        name: impl Into<Arc<str>>,
        label: impl Into<TextProp>,
        most: usize,
        check: impl Fn(&str) -> Result<String, Fault> + Send + Sync + 'static,
    ) -> Self {
        let within = move |typed: &str| {
            let tidy = check(typed)?;
            if tidy.chars().count() > most { Err(FieldCode::TooLong.into()) } else { Ok(tidy) }
        };
        Self { most: Some(most), ..Self::required(name, label, within) }
    }

    /// A field for why something is done: one line, however it is typed, as the server keeps it.
    pub fn reason(label: impl Into<TextProp>) -> Self {
        Self::limited("reason", label, REASON_MAX, one_line)
    }

    /// A field whose check says itself what may stay empty.
    pub fn checked(
        name: impl Into<Arc<str>>,
        label: impl Into<TextProp>,
        check: impl Fn(&str) -> Result<String, Fault> + Send + Sync + 'static,
    ) -> Self {
        Self { checks_blank: true, ..Self::optional(name, label, check) }
    }

    /// The same field, that must or need not be filled in.
    pub fn asked(self, required: bool) -> Self {
        Self { required, ..self }
    }

    /// The same field, in one of several forms of the page.
    pub fn part_of(self, part: impl Into<TextProp>) -> Self {
        Self { part: Some(StoredValue::new(part.into())), ..self }
    }

    /// The same field, with sentences for codes that few fields have.
    pub fn said_by(self, sentence: Sentence) -> Self {
        Self { sentence, ..self }
    }

    /// The same field, with a limit that people meet and the check knows.
    pub fn counted(self, most: Option<usize>) -> Self {
        Self { most, ..self }
    }

    /// Its name in the request, a path where it is one of a form's, and its id in the page.
    pub fn name(self) -> Arc<str> {
        self.name.try_get_value().unwrap_or_else(|| "".into())
    }

    /// The label, in the language of the screens.
    pub fn label_text(self) -> String {
        self.label.with_value(|label| label.get().into_owned())
    }

    /// The sentence about what is wrong.
    pub fn error_text(self) -> Option<String> {
        self.error.get().map(|fault| self.text_of(fault))
    }

    /// The sentence of what is wrong with this field.
    pub fn text_of(self, fault: Fault) -> String {
        match self.most {
            Some(most) if fault == FieldCode::TooLong.into() => {
                let count = self.value.with(|typed| typed.chars().count());
                tr!(field_problems.longer_than, count, self.label_text(), most)
            }
            _ => (self.sentence)(&self.name(), fault, &self.label_text()),
        }
    }

    /// The same for the summary, where one does not see where the field is.
    pub fn summary_text(self, fault: Fault) -> String {
        let text = self.text_of(fault);
        let part = self.part.map(|part| part.with_value(|part| part.get().into_owned()));
        part.map_or(text.clone(), |part| tr!(forms.in_part, part, text))
    }

    /// Takes what was typed. A mistake that is thereby mended is no longer shown.
    pub fn change(self, typed: String) {
        if self.lifetime.is_over() {
            return;
        }
        self.value.set(typed);
        if self.error.read_untracked().is_some() && self.result().is_ok() {
            self.error.set(None);
        }
    }

    /// Tidies what was typed, for leaving the field, and says a moment later what is wrong with it: at once, the line
    /// would push away from under the pointer what is just being pressed.
    pub fn leave(self) {
        // A field that is taken out of the page loses the focus, too.
        if self.lifetime.is_over() {
            return;
        }
        match self.result() {
            Ok(tidy) => self.value.set(tidy),
            Err(_) if self.value.read_untracked().trim().is_empty() => {}
            Err(_) => self.lifetime.after(Duration::from_millis(300), move || {
                // What was typed meanwhile may be right.
                if let Err(fault) = self.result() {
                    self.error.set(Some(fault));
                }
            }),
        }
    }

    /// Tidies and checks; true when the field may be sent.
    pub fn validate(self) -> bool {
        match self.result() {
            Ok(tidy) => {
                self.value.set(tidy);
                self.error.set(None);
                true
            }
            Err(fault) => {
                self.error.set(Some(fault));
                false
            }
        }
    }

    fn result(self) -> Result<String, Fault> {
        let typed = self.value.get_untracked();
        if self.checks_blank {
            return self.check.get_value()(&typed);
        }
        if !visible(&typed).trim().is_empty() {
            let tidy = self.check.get_value()(&typed)?;
            // As the server does. A text area has lines, and what was read as a number has no such marks any more.
            if is_broken(&tidy, Lines::Many) { Err(FieldCode::InvalidCharacters.into()) } else { Ok(tidy) }
        } else if self.required {
            Err(FieldCode::Required.into())
        } else {
            Ok(String::new())
        }
    }
}

impl From<Field> for DraftField {
    fn from(field: Field) -> Self {
        let put_back = move |value: &Value| field.value.set(value.as_text().unwrap_or_default().to_owned());
        Self { path: field.name(), read: Arc::new(move || field.value.get().into()), put_back: Arc::new(put_back) }
    }
}
