//! Several fields that are sent together, and what the server says to them. Must not draw them.

use super::fields::Field;
use crate::api;
use crate::api::problems::Fault;
use crate::lifetimes::Lifetime;
use crate::texts::t;
use leptos::prelude::*;
use std::future::Future;
use std::sync::Arc;

type Fields = Arc<dyn Fn() -> Vec<Field> + Send + Sync>;

/// Several fields that are sent together.
#[derive(Clone, Copy)]
pub struct Form {
    /// The fields that are always there, in the order of the page.
    pub fields: StoredValue<Vec<Field>>,
    /// Those after them that come and go.
    asked: StoredValue<Option<Fields>>,
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// Why the last attempt to send was refused; it stays until the next one, so that nothing moves while one types.
    pub refusal: RwSignal<Option<Refusal>>,
    /// As long as it is on the page.
    pub lifetime: Lifetime,
    /// What a refusal means for the person, above the reason.
    pub failed: fn() -> &'static str,
}

/// Why an attempt to send was refused.
#[derive(Clone)]
pub struct Refusal {
    /// What is wrong with the whole.
    pub problem: Option<api::Error>,
    /// The fields that are wrong, with what is wrong.
    pub fields: Vec<(Field, Fault)>,
    /// What it means for the person.
    pub failed: fn() -> &'static str,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self {
            fields: StoredValue::new(fields),
            asked: StoredValue::new(None),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            lifetime: Lifetime::here(),
            failed: t!(forms.failed),
        }
    }

    /// The same form, with fields after these that come and go: they are asked for when it is sent.
    pub fn asking(self, fields: impl Fn() -> Vec<Field> + Send + Sync + 'static) -> Self {
        self.asked.set_value(Some(Arc::new(fields)));
        self
    }

    /// The same form of a login.
    pub fn of_login(fields: Vec<Field>) -> Self {
        Self { failed: t!(login.failed), ..Self::new(fields) }
    }

    /// Checks every field and, when all are well, sends; `done` gets the answer unless the form is gone by then. A second
    /// press meanwhile does nothing.
    pub fn send<T, F>(self, call: impl FnOnce() -> F, done: impl FnOnce(T) + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, api::Error>> + 'static,
    {
        if !self.busy.get_untracked() && self.validate() {
            self.run(call(), done);
        }
    }

    /// Does something that needs none of the fields, such as asking for a passkey in place of them.
    pub fn act<T, F>(self, call: impl FnOnce() -> F, done: impl FnOnce(T) + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, api::Error>> + 'static,
    {
        if !self.busy.get_untracked() {
            self.refusal.set(None);
            self.run(call(), done);
        }
    }

    fn run<T, F>(self, call: F, done: impl FnOnce(T) + 'static)
    where
        T: 'static,
        F: Future<Output = Result<T, api::Error>> + 'static,
    {
        self.busy.set(true);
        self.lifetime.spawn(async move {
            let answer = call.await;
            self.busy.set(false);
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
                field.error.set(Some(refused.code.into()));
            }
        }
        // One thing was wrong, and it is known where.
        let field = api::field_of(&error).and_then(|(name, fault)| Some((self.field(name)?, fault)));
        if let Some((field, fault)) = field {
            field.error.set(Some(fault));
        }
        self.show_refusal(Some(error).filter(|_| field.is_none()));
    }

    fn field(self, name: &str) -> Option<Field> {
        self.all().into_iter().find(|field| *field.name() == *name)
    }

    fn all(self) -> Vec<Field> {
        let mut all = self.fields.get_value();
        if let Some(asked) = self.asked.get_value() {
            all.extend(asked());
        }
        all
    }

    /// Tidies and checks every field; what is wrong is shown.
    pub fn validate(self) -> bool {
        // Every field, not only the first wrong one.
        let wrong = self.all().into_iter().filter(|field| !field.validate()).count();
        if wrong > 0 {
            self.show_refusal(None);
        } else {
            self.refusal.set(None);
        }
        wrong == 0
    }

    fn show_refusal(self, problem: Option<api::Error>) {
        let wrong = |field: Field| field.error.get_untracked().map(|fault| (field, fault));
        let fields = self.all().into_iter().filter_map(wrong).collect();
        self.refusal.set(Some(Refusal { problem, fields, failed: self.failed }));
    }
}
