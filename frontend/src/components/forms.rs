//! The state of a form: what was typed, what is wrong with it, whether it is being sent. Must not draw it.

use crate::api;
use crate::api::problems::field_text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::sync::Arc;

/// Checks what was typed and gives it in its tidy spelling, or the code of what is wrong.
pub type Check = Arc<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// One field.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name in the request, and its id in the page.
    pub name: &'static str,
    /// Its label.
    pub label: StoredValue<TextProp>,
    /// What was typed.
    pub value: RwSignal<String>,
    /// Code of what is wrong with it.
    pub error: RwSignal<Option<String>>,
    /// Whether it may not stay empty.
    pub required: bool,
    check: StoredValue<Check>,
}

impl Field {
    /// A field that must be filled in.
    pub fn required(
        name: &'static str,
        label: impl Into<TextProp>,
        check: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            label: StoredValue::new(label.into()),
            value: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            required: true,
            check: StoredValue::new(Arc::new(check)),
        }
    }

    /// The label, in the language of the screens.
    pub fn label_text(self) -> String {
        self.label.with_value(|label| label.get().into_owned())
    }

    /// The sentence about what is wrong.
    pub fn error_text(self) -> Option<String> {
        self.error.get().map(|code| field_text(self.name, &code, &self.label_text()))
    }

    /// Tidies what was typed; says what is wrong unless nothing was typed yet. For leaving the field.
    pub fn leave(self) {
        if !self.value.read_untracked().trim().is_empty() {
            self.validate();
        }
    }

    /// Tidies and checks; true when the field may be sent.
    pub fn validate(self) -> bool {
        let typed = self.value.get_untracked();
        let result = if typed.trim().is_empty() {
            if self.required { Err("required".to_owned()) } else { Ok(String::new()) }
        } else {
            self.check.get_value()(&typed)
        };
        match result {
            Ok(tidy) => {
                if tidy != typed {
                    self.value.set(tidy);
                }
                self.error.set(None);
                true
            }
            Err(code) => {
                self.error.set(Some(code));
                false
            }
        }
    }
}

/// Takes anything as it is.
pub fn anything(typed: &str) -> Result<String, String> {
    Ok(typed.to_owned())
}

/// Several fields that are sent together.
#[derive(Clone, Copy)]
pub struct Form {
    /// The fields in the order of the page.
    pub fields: StoredValue<Vec<Field>>,
    /// What is wrong with the whole.
    pub problem: RwSignal<Option<api::Error>>,
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// Counts refusals, so that each of them moves the focus to the summary.
    pub refusals: RwSignal<u32>,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self {
            fields: StoredValue::new(fields),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            refusals: RwSignal::new(0),
        }
    }

    /// Checks every field and, when all are well, sends; `done` gets the answer. A second press meanwhile does nothing.
    pub fn send<T, F>(self, call: impl FnOnce() -> F, done: impl FnOnce(T) + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, api::Error>> + 'static,
    {
        if self.busy.get_untracked() || !self.validate() {
            return;
        }
        self.busy.set(true);
        let call = call();
        spawn_local(async move {
            let answer = call.await;
            self.busy.try_set(false);
            match answer {
                Ok(answer) => done(answer),
                Err(error) => self.refuse(error),
            }
        });
    }

    /// Shows an error: at the fields it names, and in the summary.
    pub fn refuse(self, error: api::Error) {
        for refused in error.fields() {
            if let Some(field) = self.field(&refused.field) {
                field.error.set(Some(refused.code.clone()));
            }
        }
        self.problem.set(Some(error));
        self.refusals.update(|count| *count += 1);
    }

    fn field(self, name: &str) -> Option<Field> {
        self.fields.with_value(|fields| fields.iter().copied().find(|field| field.name == name))
    }

    fn validate(self) -> bool {
        self.problem.set(None);
        let fields = self.fields.get_value();
        // Every field, not only the first wrong one.
        let wrong = fields.into_iter().filter(|field| !field.validate()).count();
        if wrong > 0 {
            self.refusals.update(|count| *count += 1);
        }
        wrong == 0
    }
}
