//! What the forms and request kinds of a portal must satisfy: every name they use is described. Knows no value of a form.

use super::validation::{PolicyError, refuse};
use super::{AskedWhen, Field, FieldKind, FormPolicy, Portal};

impl Portal {
    pub(super) fn validate_forms(&self) -> Result<(), PolicyError> {
        self.validate_form_uses()?;
        self.validate_request_kinds()?;
        self.forms.iter().try_for_each(|(name, form)| self.validate_form(name, form))?;
        if let Some(fee) = self.contracts.iter().find_map(|c| c.storage_fee.as_ref()) {
            let flag = self.field(&fee.field).is_some_and(|field| field.kind == FieldKind::Flag);
            if !flag {
                return Err(refuse("contracts.storage_fee.field", format!("`{}` is no flag of a form", fee.field)));
            }
        }
        Ok(())
    }

    fn validate_form_uses(&self) -> Result<(), PolicyError> {
        let described =
            |section, user: &str, forms: &[String]| match forms.iter().find(|f| !self.forms.contains_key(*f)) {
                Some(form) => Err(refuse(section, format!("form `{form}` is used by `{user}` but not described"))),
                None => Ok(()),
            };
        described("registration.forms", "registration", &self.registration.forms)?;
        for category in self.contracts.iter().flat_map(|c| &c.categories) {
            described("contracts.categories", &category.code, &category.forms)?;
        }
        for (code, kind) in &self.request_kinds {
            described("request_kinds.forms", code, &kind.forms)?;
        }
        if self.delivery_templates_max.is_some() && !self.forms.contains_key("delivery_template") {
            return Err(refuse("delivery_templates_max", "needs the form `delivery_template`"));
        }
        Ok(())
    }

    fn validate_request_kinds(&self) -> Result<(), PolicyError> {
        for (code, kind) in &self.request_kinds {
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
        }
        Ok(())
    }

    fn validate_form(&self, name: &str, form: &FormPolicy) -> Result<(), PolicyError> {
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
        if form.asked_when.as_ref().is_some_and(|when| !self.can_be_answered(when)) {
            return Err(refuse("forms.asked_when", format!("`{name}`: names no answer of a choice or flag")));
        }
        for (at, field) in form.fields.iter().enumerate() {
            if form.fields[..at].iter().any(|earlier| earlier.name == field.name) {
                return Err(refuse("forms.fields", format!("`{name}` has two fields `{}`", field.name)));
            }
            self.validate_field(field)
                .map_err(|reason| refuse("forms.fields", format!("`{name}.{}`: {reason}", field.name)))?;
        }
        Ok(())
    }

    fn validate_field(&self, field: &Field) -> Result<(), String> {
        if (field.kind == FieldKind::Choice) == field.choices.is_empty() {
            return Err("a choice has choices, and nothing else has".to_owned());
        }
        let known = |code: &String| {
            let mut categories = self.contracts.iter().flat_map(|c| &c.categories);
            self.request_kinds.contains_key(code) || categories.any(|category| category.code == *code)
        };
        match field.only_for.iter().find(|code| !known(code)) {
            Some(code) => Err(format!("only_for `{code}` is no contract category and no request kind")),
            None => Ok(()),
        }
    }

    fn can_be_answered(&self, when: &AskedWhen) -> bool {
        self.field(&when.field).is_some_and(|field| match field.kind {
            FieldKind::Flag => matches!(when.is.as_str(), "true" | "false"),
            _ => field.choices.iter().any(|(code, _)| *code == when.is),
        })
    }

    /// The field of a `form.field` path.
    fn field(&self, path: &str) -> Option<&Field> {
        let (form, field) = path.split_once('.')?;
        self.forms.get(form)?.fields.iter().find(|f| f.name == field)
    }
}
