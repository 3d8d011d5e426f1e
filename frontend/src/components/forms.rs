//! The state of a form: what was typed, what is wrong with it, whether it is being sent. Must not draw it.

use crate::api;
use crate::api::problems::{field_of, field_text};
use crate::lifetimes::Lifetime;
use crate::texts::{t, tr};
use leptos::prelude::*;
use madoguchi_domain::mail_addresses::MailAddress;
use madoguchi_domain::text::{Lines, is_broken, is_invisible, visible};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

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
    /// Characters at most, where there is a limit that people meet.
    pub most: Option<usize>,
    check: StoredValue<Check>,
    lifetime: Lifetime,
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
            most: None,
            check: StoredValue::new(Arc::new(check)),
            lifetime: Lifetime::here(),
        }
    }

    /// A field that may stay empty.
    pub fn optional(
        name: &'static str,
        label: impl Into<TextProp>,
        check: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        Self { required: false, ..Self::required(name, label, check) }
    }

    /// A field for a mail address.
    pub fn mail_address(label: impl Into<TextProp>) -> Self {
        Self::required("mail_address", label, |typed| {
            let mail = MailAddress::parse(typed).map_err(|error| error.code().to_string())?;
            Ok(mail.as_str().to_owned())
        })
    }

    /// A field with a limit; what it takes is counted in its tidy spelling.
    pub fn limited(
        name: &'static str,
        label: impl Into<TextProp>,
        most: usize,
        check: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        let within = move |typed: &str| {
            let tidy = check(typed)?;
            if tidy.chars().count() > most { Err("too_long".to_owned()) } else { Ok(tidy) }
        };
        Self { most: Some(most), ..Self::required(name, label, within) }
    }

    /// The same field, that must or need not be filled in.
    pub fn asked(self, required: bool) -> Self {
        Self { required, ..self }
    }

    /// The label, in the language of the screens.
    pub fn label_text(self) -> String {
        self.label.with_value(|label| label.get().into_owned())
    }

    /// The sentence about what is wrong.
    pub fn error_text(self) -> Option<String> {
        self.error.get().map(|code| self.text_of(&code))
    }

    /// The sentence of a code about this field.
    pub fn text_of(self, code: &str) -> String {
        match self.most {
            Some(most) if code == "too_long" => {
                let count = self.value.with(|typed| typed.chars().count());
                tr!(field_problems.longer_than, count, self.label_text(), most)
            }
            _ => field_text(self.name, code, &self.label_text()),
        }
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
                if let Err(code) = self.result() {
                    self.error.set(Some(code));
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
            Err(code) => {
                self.error.set(Some(code));
                false
            }
        }
    }

    fn result(self) -> Result<String, String> {
        let typed = self.value.get_untracked();
        if !visible(&typed).trim().is_empty() {
            let tidy = self.check.get_value()(&typed)?;
            // As the server does. A text area has lines, and what was read as a number has no such marks any more.
            if is_broken(&tidy, Lines::Many) { Err("invalid_characters".to_owned()) } else { Ok(tidy) }
        } else if self.required {
            Err("required".to_owned())
        } else {
            Ok(String::new())
        }
    }
}

/// Half-width letters, digits and signs for full-width ones, without white space and what has no shape: for identifiers,
/// which have no kana.
pub fn half_width(typed: &str) -> Result<String, String> {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    Ok(typed.chars().filter(|c| !c.is_whitespace() && !is_invisible(*c)).map(narrow).collect())
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
    /// The fields that are wrong, with the code.
    pub fields: Vec<(Field, String)>,
    /// What it means for the person.
    pub failed: fn() -> &'static str,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self {
            fields: StoredValue::new(fields),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            lifetime: Lifetime::here(),
            failed: t!(forms.failed),
        }
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
                field.error.set(Some(refused.code.to_string()));
            }
        }
        // One thing was wrong, and it is known where.
        let field = field_of(error.code()).and_then(|name| self.field(name));
        if let Some(field) = field {
            field.error.set(Some(error.code().to_owned()));
        }
        self.show_refusal(Some(error).filter(|_| field.is_none()));
    }

    fn field(self, name: &str) -> Option<Field> {
        self.fields.with_value(|fields| fields.iter().copied().find(|field| field.name == name))
    }

    fn validate(self) -> bool {
        let fields = self.fields.get_value();
        // Every field, not only the first wrong one.
        let wrong = fields.into_iter().filter(|field| !field.validate()).count();
        if wrong > 0 {
            self.show_refusal(None);
        } else {
            self.refusal.set(None);
        }
        wrong == 0
    }

    fn show_refusal(self, problem: Option<api::Error>) {
        let wrong = |field: Field| field.error.get_untracked().map(|code| (field, code));
        let fields = self.fields.get_value().into_iter().filter_map(wrong).collect();
        self.refusal.set(Some(Refusal { problem, fields, failed: self.failed }));
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn identifiers_are_typed_in_any_width() {
        assert_eq!(half_width(" ｍ９５ａｕ６　").as_deref(), Ok("m95au6"));
        assert_eq!(half_width("１２３ ４５６").as_deref(), Ok("123456"));
        assert_eq!(half_width("\u{202D}123\u{200B}456\u{202C}\u{FEFF}").as_deref(), Ok("123456"));
        assert_eq!(half_width("ﾏﾄﾞ-口").as_deref(), Ok("ﾏﾄﾞ-口"));
    }
}
