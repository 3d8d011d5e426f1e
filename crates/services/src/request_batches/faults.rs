//! What is wrong in a row, and where in the file that stands. Faults of answers are found anew whenever they are shown: a draft may be
//! mended by hand too.

use madoguchi_domain::forms::{Object, Value, is_blank, warning};
use madoguchi_domain::policy::{FieldKind, Localized};
use serde::{Deserialize, Serialize};

use super::kept::{Asked, FileColumn};
use crate::{FieldCode, FieldError};

/// Characters of a cell that are told.
const TOLD_MAX: usize = 60;

/// Why a row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Broken {
    /// Place of the cell; none for the row as such.
    pub place: Option<usize>,
    /// What is wrong.
    pub code: FieldCode,
}

/// Where something stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// Column, counted from 1; none for the row as such, or what stands in no column.
    pub column: Option<u32>,
    /// Header of the column.
    pub header: Option<String>,
}

/// What is wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// `form.field` of the answer; empty for the row as such.
    pub field: String,
    /// Label of the field.
    pub label: Option<Localized>,
    /// What is wrong.
    pub code: FieldCode,
    /// What stands there, cut to a readable length.
    pub value: String,
}

/// Where the cells of a row stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cells<'a> {
    pub line: u32,
    pub offsets: &'a [u32],
    pub columns: &'a [FileColumn],
}

impl Cells<'_> {
    fn place(&self, place: Option<usize>) -> Place {
        let offset = place.and_then(|place| self.offsets.get(place)).copied().unwrap_or_default();
        Place {
            line: self.line + offset,
            column: place.and_then(|place| u32::try_from(place + 1).ok()),
            header: place.and_then(|place| self.columns.get(place)).map(|column| column.header.clone()),
        }
    }

    /// What cannot be read.
    pub fn broken(&self, broken: Broken) -> Fault {
        Fault {
            place: self.place(broken.place),
            field: String::new(),
            label: None,
            code: broken.code,
            value: String::new(),
        }
    }

    /// Faults of answers, each at its cell.
    pub fn faults(&self, asked: &Asked<'_>, answers: &Object, errors: Vec<FieldError>) -> Vec<Fault> {
        errors.into_iter().map(|error| self.fault(asked, answers, &error.field, error.code)).collect()
    }

    /// What should be looked at once more, though it is taken.
    pub fn warnings(&self, asked: &Asked<'_>, answers: &Object) -> Vec<Fault> {
        let whole = Value::Object(answers.clone());
        let mut warned = Vec::new();
        for group in &asked.of_row.groups {
            let text = |name: &str| whole.at(group.path.name(name).steps()).and_then(Value::as_text);
            let prefecture = group.form.fields.iter().find(|field| field.kind == FieldKind::Prefecture);
            let prefecture = prefecture.and_then(|field| text(&field.name));
            for field in asked.of_row.fields(group) {
                let typed = text(&field.name).filter(|typed| !is_blank(typed));
                if let Some(code) = typed.and_then(|typed| warning(field, typed, prefecture)) {
                    let path = group.path.name(&field.name).to_string();
                    warned.push(self.fault(asked, answers, &path, code));
                }
            }
        }
        warned
    }

    fn fault(&self, asked: &Asked<'_>, answers: &Object, path: &str, code: FieldCode) -> Fault {
        let at = self.columns.iter().position(|column| column.field.as_deref() == Some(path));
        let steps = path.parse::<madoguchi_domain::forms::Path>().ok();
        let field = steps.as_ref().and_then(|path| asked.of_row.field(path));
        let whole = Value::Object(answers.clone());
        let value = steps.as_ref().and_then(|path| whole.at(path.steps())).and_then(Value::as_text).unwrap_or_default();
        Fault {
            place: self.place(at),
            field: path.to_owned(),
            label: field.map(|field| field.label.clone()),
            code,
            value: value.chars().take(TOLD_MAX).collect(),
        }
    }
}
