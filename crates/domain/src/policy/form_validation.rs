//! What the forms and request kinds of a portal must satisfy: every name they use is described. Knows no value of a form.

use super::validation::{PolicyError, refuse};
use super::{AskedWhen, Field, FieldKind, FormPolicy, Portal, RequestAction, RequestKind};
use crate::forms::{Value, check, is_name};

impl Portal {
    pub(super) fn validate_forms(&self) -> Result<(), PolicyError> {
        self.validate_form_uses()?;
        self.validate_request_kinds()?;
        self.forms.iter().try_for_each(|(name, form)| self.validate_form(name, form))
    }

    fn validate_form_uses(&self) -> Result<(), PolicyError> {
        let categories = || self.contracts.iter().flat_map(|c| &c.categories);
        self.validate_form_use("registration.forms", "registration", (&[], &self.registration.forms))?;
        self.validate_files("registration.forms", "registration", &self.registration.forms)?;
        for category in categories() {
            self.validate_form_use("contracts.categories", &category.code, (&[], &category.forms))?;
            self.validate_files("contracts.categories", &category.code, &category.forms)?;
        }
        for kind in &self.request_kinds {
            // Those of the contract come before.
            let before = categories().filter(|_| kind.action.concerns_contracts()).flat_map(|it| it.forms.clone());
            self.validate_form_use("request_kinds.forms", &kind.code, (&before.collect::<Vec<_>>(), &kind.forms))?;
            if kind.action != RequestAction::Inquiry {
                self.validate_files("request_kinds.forms", &kind.code, &kind.forms)?;
            }
        }
        if self.delivery_templates_max.is_some() && !self.forms.contains_key("delivery_template") {
            return Err(refuse("delivery_templates_max", "needs the form `delivery_template`"));
        }
        Ok(())
    }

    /// Forms that are used are described, and asked together with those that they wait for.
    fn validate_form_use(
        &self,
        section: &'static str,
        user: &str,
        (before, forms): (&[String], &[String]),
    ) -> Result<(), PolicyError> {
        for form in forms {
            let Some(described) = self.forms.get(form) else {
                return Err(refuse(section, format!("form `{form}` is used by `{user}` but not described")));
            };
            let asking = described.asked_when.as_ref().and_then(|when| Some(when.field.split_once('.')?.0));
            if asking.is_some_and(|asking| !before.iter().chain(forms).any(|form| form == asking)) {
                return Err(refuse(section, format!("`{user}`: `{form}` waits for a form that is not asked there")));
            }
        }
        Ok(())
    }

    /// Only the thread of an inquiry has a place for files.
    fn validate_files(&self, section: &'static str, user: &str, forms: &[String]) -> Result<(), PolicyError> {
        let has_files = |name: &&String| {
            let form = self.forms.get(*name);
            form.is_some_and(|form| form.fields.iter().any(|field| field.kind == FieldKind::Attachments))
        };
        match forms.iter().find(has_files) {
            Some(form) => Err(refuse(section, format!("`{user}`: `{form}` asks for files, which only inquiries take"))),
            None => Ok(()),
        }
    }

    fn validate_request_kinds(&self) -> Result<(), PolicyError> {
        for (at, kind) in self.request_kinds.iter().enumerate() {
            let code = &kind.code;
            if self.request_kinds[..at].iter().any(|earlier| earlier.code == *code) {
                return Err(refuse("request_kinds.code", format!("`{code}` stands there twice")));
            }
            if kind.action.concerns_contracts() && self.contracts.is_none() {
                return Err(refuse(
                    "request_kinds.action",
                    format!("the action of `{code}` needs a [contracts] section"),
                ));
            }
            if kind.action.concerns_orders() && self.orders.is_none() {
                return Err(refuse(
                    "request_kinds.action",
                    format!("the action of `{code}` needs an [orders] section"),
                ));
            }
            if kind.action == RequestAction::Inquiry {
                self.validate_inquiry(kind)?;
            }
        }
        Ok(())
    }

    /// Subject, text and files of an inquiry are those of its thread, so they are what a thread takes.
    fn validate_inquiry(&self, kind: &RequestKind) -> Result<(), PolicyError> {
        let Some(form) = kind.forms.first().and_then(|name| self.forms.get(name)) else { return Ok(()) };
        let refused = |reason: &str| Err(refuse("request_kinds.forms", format!("`{}`: {reason}", kind.code)));
        if form.repeat_max.is_some() || form.asked_when.is_some() {
            return refused("the first form of an inquiry is asked once and always");
        }
        for field in &form.fields {
            let taken = match field.name.as_str() {
                "subject" => FieldKind::Text,
                "text" => FieldKind::LongText,
                "attachments" => FieldKind::Attachments,
                "answers" | "consent" | "kind" => return refused("`answers`, `consent` and `kind` are taken"),
                _ => continue,
            };
            if field.kind != taken {
                return refused(&format!("`{}` of an inquiry is of the kind {taken:?}", field.name));
            }
        }
        let files = kind.forms.iter().filter_map(|name| self.forms.get(name)).flat_map(|form| &form.fields);
        let mut others = files.filter(|field| field.kind == FieldKind::Attachments && field.name != "attachments");
        if others.next().is_some() { refused("the files of an inquiry are its `attachments`") } else { Ok(()) }
    }

    fn validate_form(&self, name: &str, form: &FormPolicy) -> Result<(), PolicyError> {
        if !is_name(name) {
            return Err(refuse(
                "forms",
                format!("`{name}`: lower-case letters, digits and underscores, a letter first"),
            ));
        }
        if form.repeat_max == Some(0) {
            return Err(refuse("forms.repeat_max", format!("`{name}`: starts at 1")));
        }
        if let Some(source) = &form.copy_from {
            let shares =
                |from: &FormPolicy| from.fields.iter().any(|f| form.fields.iter().any(|own| own.name == f.name));
            if !self.forms.get(source).is_some_and(shares) {
                return Err(refuse(
                    "forms.copy_from",
                    format!("`{name}`: `{source}` is no form with a field in common"),
                ));
            }
        }
        if let Some(when) = &form.asked_when {
            if !self.can_be_answered(when) {
                return Err(refuse("forms.asked_when", format!("`{name}`: names no answer of a choice or flag")));
            }
            if self.waits_for_itself(name) {
                return Err(refuse("forms.asked_when", format!("`{name}` waits for itself")));
            }
        }
        for (at, field) in form.fields.iter().enumerate() {
            if form.fields[..at].iter().any(|earlier| earlier.name == field.name) {
                return Err(refuse("forms.fields", format!("`{name}` has two fields `{}`", field.name)));
            }
            let is_pattern =
                self.contracts.iter().any(|it| it.pattern_field.as_deref() == Some(&format!("{name}.{}", field.name)));
            self.validate_field(field, is_pattern)
                .map_err(|reason| refuse("forms.fields", format!("`{name}.{}`: {reason}", field.name)))?;
        }
        Ok(())
    }

    fn validate_field(&self, field: &Field, takes_patterns: bool) -> Result<(), String> {
        if !is_name(&field.name) {
            return Err("lower-case letters, digits and underscores, a letter first".to_owned());
        }
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() && !takes_patterns {
            return Err("a choice has choices, and nothing else has".to_owned());
        }
        if (field.min.is_some() || field.max.is_some()) && field.kind != FieldKind::Count {
            return Err("a count has min and max, and nothing else has".to_owned());
        }
        if field.min.is_some() && field.max.is_some() && field.min > field.max {
            return Err("min is above max".to_owned());
        }
        if field.short_label.is_some() && !field.listed {
            return Err("a short label is the head of a column, and it is not listed".to_owned());
        }
        if let Some(default) = &field.default
            && check(field, Some(&Value::from(default.as_str()))).is_err()
        {
            return Err(format!("does not take its own default `{default}`"));
        }
        let known = |code: &String| {
            let mut categories = self.contracts.iter().flat_map(|c| &c.categories);
            self.request_kind(code).is_some() || categories.any(|category| category.code == *code)
        };
        match field.only_for.iter().find(|code| !known(code)) {
            Some(code) => Err(format!("only_for `{code}` is no contract category and no request kind")),
            None => Ok(()),
        }
    }

    /// Whether a form is asked only after an answer that is asked only after it.
    fn waits_for_itself(&self, name: &str) -> bool {
        let mut asking = name;
        for _ in 0..=self.forms.len() {
            let when = self.forms.get(asking).and_then(|form| form.asked_when.as_ref());
            match when.and_then(|when| when.field.split_once('.')) {
                Some((form, _)) => asking = form,
                None => return false,
            }
        }
        true
    }

    /// The answer of one of several copies would be none.
    pub(super) fn can_be_answered(&self, when: &AskedWhen) -> bool {
        let form = when.field.split_once('.').and_then(|(form, _)| self.forms.get(form));
        form.is_some_and(|form| form.repeat_max.is_none())
            && self.field(&when.field).is_some_and(|field| match field.kind {
                FieldKind::Flag => matches!(when.is.as_str(), "true" | "false"),
                _ => field.choices.iter().any(|(code, _)| *code == when.is),
            })
    }

    /// The field of a `form.field` path.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&Field> {
        let (form, field) = path.split_once('.')?;
        self.forms.get(form)?.fields.iter().find(|f| f.name == field)
    }
}
