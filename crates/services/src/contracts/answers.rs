//! The answers with which contracts were applied for, as they read: in full, and those that lists have a column of. Knows
//! no table.

use madoguchi_domain::locales::Locale;
use std::collections::HashMap;

use madoguchi_domain::forms::{Object, Questionnaire, Value};
use madoguchi_domain::policy::{Localized, Portal, RequestAction, RequestKind};
use madoguchi_domain::requests::{ConfirmedSection, confirmed};

use super::Contract;
use crate::Error;

/// The answers of a contract; none when it was not applied for here.
pub(crate) fn of(contract: &Contract) -> Result<Object, Error> {
    if contract.answers.is_empty() {
        return Ok(Object::new());
    }
    serde_json::from_str(&contract.answers).map_err(Error::internal)
}

/// Answers as they are kept.
pub(crate) fn written(answers: &Object) -> Result<String, Error> {
    serde_json::to_string(answers).map_err(Error::internal)
}

/// An answer of one text by its `form.field` path.
pub(crate) fn text<'a>(answers: &'a Object, path: &str) -> Option<&'a str> {
    let (form, field) = path.split_once('.')?;
    answers.get(form)?.as_object()?.get(field).and_then(Value::as_text)
}

/// The kind of request by which contracts are applied for.
pub(crate) fn new_kind(portal: &Portal) -> Option<&RequestKind> {
    portal.request_kinds.iter().find(|kind| kind.action == RequestAction::ContractNew)
}

/// What was asked for contracts of a category.
pub(crate) fn questionnaire(portal: &Portal, category: &str) -> Questionnaire {
    let kind = new_kind(portal);
    let own = portal.contracts.as_ref().and_then(|contracts| contracts.category(category));
    let forms = own.into_iter().flat_map(|it| &it.forms).chain(kind.into_iter().flat_map(|kind| &kind.forms));
    let codes: Vec<&str> = [category].into_iter().chain(kind.map(|kind| kind.code.as_str())).collect();
    Questionnaire::of(portal, forms, &codes)
}

/// The heads of the columns that lists of a category have of the answers.
#[must_use]
pub fn listed_labels(portal: &Portal, category: &str) -> Vec<Localized> {
    let asked = questionnaire(portal, category);
    let fields = asked.groups.iter().flat_map(|group| asked.fields(group).filter(|field| field.listed));
    fields.map(|field| field.column_label().clone()).collect()
}

/// The answers of a contract in those columns, each with the head of its column; empty ones where nothing was answered.
///
/// # Errors
/// Answers that cannot be read.
pub fn listed(portal: &Portal, contract: &Contract) -> Result<Vec<(Localized, Localized)>, Error> {
    let (asked, answers) = (questionnaire(portal, &contract.category), of(contract)?);
    let texts = |locale| -> HashMap<String, String> {
        let entries = asked.sections(&answers, locale).into_iter().flat_map(|section| section.entries);
        entries.map(|entry| (entry.path.to_string(), entry.text)).collect()
    };
    let (mut ja, mut en) = (texts(Locale::Ja), texts(Locale::En));
    let mut columns = Vec::new();
    for group in &asked.groups {
        for field in asked.fields(group).filter(|field| field.listed) {
            let path = group.path.name(&field.name).to_string();
            let text = |texts: &mut HashMap<String, String>| texts.remove(&path).unwrap_or_default();
            columns.push((field.column_label().clone(), Localized { ja: text(&mut ja), en: text(&mut en) }));
        }
    }
    Ok(columns)
}

/// The answers of a contract in full, in the order of the forms; nothing when it was not applied for here.
///
/// # Errors
/// Answers that cannot be read.
pub fn sections(portal: &Portal, contract: &Contract) -> Result<Vec<ConfirmedSection>, Error> {
    if contract.answers.is_empty() {
        return Ok(Vec::new());
    }
    Ok(confirmed(&questionnaire(portal, &contract.category), &of(contract)?, None))
}
