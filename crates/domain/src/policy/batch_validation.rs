//! What a file of many requests must satisfy: every field that it names is one, and no header names two columns.

use super::batches::BATCH_ROWS_MAX;
use super::validation::{PolicyError, refuse};
use super::{Field, FieldKind, Portal, RequestAction};
use crate::text::trim_fold;

impl Portal {
    pub(super) fn validate_request_batch(&self) -> Result<(), PolicyError> {
        let Some(batch) = self.request_batch() else { return Ok(()) };
        let kind = self.request_kind(&batch.kind).filter(|kind| kind.is_kept());
        if kind.is_none_or(|kind| kind.action != RequestAction::ContractNew) {
            return Err(refuse("requests.batch.kind", format!("`{}` makes no new contracts with a draft", batch.kind)));
        }
        if !(1..=BATCH_ROWS_MAX).contains(&batch.rows_max) {
            return Err(refuse("requests.batch.rows_max", format!("1 to {BATCH_ROWS_MAX}")));
        }
        let lone = |path: &str| {
            let form = path.split_once('.').and_then(|(form, _)| self.forms.get(form));
            form.filter(|form| form.repeat_max.is_none()).and(self.field(path))
        };
        if let Some(path) = batch.may_be_empty.iter().find(|path| lone(path).is_none()) {
            return Err(refuse("requests.batch.may_be_empty", format!("`{path}` is no field of a form")));
        }
        if let Some(only) = &batch.only {
            let offers =
                |field: &Field| only.is.iter().all(|code| field.choices.iter().any(|(known, _)| known == code));
            if only.is.is_empty() || !lone(&only.field).is_some_and(offers) {
                return Err(refuse("requests.batch.only", format!("`{}` has no such answers", only.field)));
            }
        }
        batch.columns.iter().enumerate().try_for_each(|(at, column)| {
            let refused = |reason: &str| Err(refuse("requests.batch.columns", format!("`{}` {reason}", column.field)));
            let Some(field) = lone(&column.field) else { return refused("is no field of a form that is asked once") };
            if matches!(field.kind, FieldKind::Period | FieldKind::Attachments) || field.read_only {
                return refused("is no answer of one text");
            }
            let knows = |code: &String| field.choices.iter().any(|(known, _)| known == code);
            if field.kind == FieldKind::Choice && !column.values.values().all(knows) {
                return refused("has values that are none of its choices");
            }
            let names = column.names(self);
            let taken = batch.columns[..at]
                .iter()
                .any(|other| other.field == column.field || other.names(self).iter().any(|name| names.contains(name)));
            if taken || batch.key.iter().any(|key| names.contains(&trim_fold(key))) {
                return refused("has a header that names another column");
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::policy::{BatchPolicy, Portal};

    fn network() -> Portal {
        let mut portal: Portal = toml::from_str(include_str!("../../../../portals/network.toml")).unwrap();
        portal.complete();
        portal
    }

    #[test]
    fn a_batch_that_cannot_work_is_refused() {
        let refused = |change: fn(&mut BatchPolicy)| {
            let mut portal = network();
            change(portal.requests.as_mut().unwrap().batch.as_mut().unwrap());
            portal.validate_request_batch().unwrap_err().field
        };
        assert_eq!(network().validate_request_batch(), Ok(()));
        assert_eq!(refused(|it| it.kind = "termination".to_owned()), "requests.batch.kind");
        assert_eq!(refused(|it| it.rows_max = 1_001), "requests.batch.rows_max");
        assert_eq!(refused(|it| it.may_be_empty.push("facility.x".to_owned())), "requests.batch.may_be_empty");
        assert_eq!(refused(|it| it.only.as_mut().unwrap().is.push("D".to_owned())), "requests.batch.only");
        assert_eq!(refused(|it| it.columns[0].field = "facility".to_owned()), "requests.batch.columns");
        assert_eq!(refused(|it| it.columns[1].headers.push("施設番号".to_owned())), "requests.batch.columns");
        assert_eq!(refused(|it| it.columns.push(it.columns[0].clone())), "requests.batch.columns");
    }
}
