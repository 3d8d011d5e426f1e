//! What a request asks, whether its answers are complete, and how it reads before it is sent. What was sent is read as it
//! was kept, never made anew.

use std::collections::BTreeMap;

use madoguchi_domain::forms::{Object, Questionnaire, Value};
use madoguchi_domain::money::Yen;
use madoguchi_domain::policy::{FieldKind, Localized, Portal, RequestAction, RequestKind};
use madoguchi_domain::requests::{Confirmation, ConfirmedEntry, ConfirmedSection, RequestState, confirmed, named};
use madoguchi_entities::ids::RequestId;

use super::{Choice, Request, answers, policy};
use crate::approvals::{self, Need};
use crate::request_parts::{Asked, Confirming};
use crate::{Error, FieldCode, Scope, Services, request_actions};

/// A draft whose answers are complete.
#[derive(Clone, Debug)]
pub(super) struct Checked<'a> {
    pub kind: &'a RequestKind,
    /// Its answers, each in its one spelling, and nothing that is not asked.
    pub answers: Object,
    /// How it reads.
    pub confirmation: Confirmation,
    /// What all of it is estimated to cost before tax, where that is known.
    pub amount: Option<Yen>,
}

/// A request as it reads: of a draft, once its answers are complete, with the approval that it needs; else as it was sent.
///
/// # Errors
/// [`Error::NotFound`]; every fault of a draft at its path.
pub async fn confirmation(
    services: &Services,
    scope: &Scope,
    id: RequestId,
) -> Result<(Request, Confirmation, Option<Need>), Error> {
    let request = super::finders::find(services, scope, id).await?;
    if let Some(confirmation) = kept(&request)? {
        return Ok((request, confirmation, None));
    }
    let Checked { kind, confirmation, amount, .. } = check(services, scope, &request).await?;
    let need = approvals::need(services.db.read(), scope, (kind, amount), request.billing_group_id).await?;
    Ok((request, confirmation, need))
}

/// What was kept when it was sent; of a draft none.
pub(super) fn kept(request: &Request) -> Result<Option<Confirmation>, Error> {
    let kept = request.confirmation.as_deref().filter(|_| request.state != RequestState::Draft);
    kept.map(|json| serde_json::from_str(json).map_err(Error::internal)).transpose()
}

/// Checks a draft in full.
///
/// # Errors
/// Every fault at its path; what the kind's action refuses.
pub(super) async fn check<'a>(services: &Services, scope: &'a Scope, request: &Request) -> Result<Checked<'a>, Error> {
    let portal = scope.portal();
    let kind = portal.request_kind(&request.kind).ok_or(Error::NotFound)?;
    let asked = questionnaire(portal, kind, request.category.as_deref());
    let answers = check_answers(portal, &asked, request)?;
    let said = request_actions::confirmation(services, scope, Asked { request, kind, answers: &answers }).await?;
    checked(portal, (request, kind), &asked, answers, said)
}

/// The answers of a draft, each in its one spelling, and nothing that is not asked.
pub(super) fn check_answers(portal: &Portal, asked: &Questionnaire, request: &Request) -> Result<Object, Error> {
    Ok(asked.check(&of_questionnaire(portal, asked, answers(request)?))?)
}

/// How a request reads whose answers were checked.
pub(super) fn checked<'a>(
    portal: &Portal,
    (request, kind): (&Request, &'a RequestKind),
    asked: &Questionnaire,
    answers: Object,
    said: Confirming,
) -> Result<Checked<'a>, Error> {
    let answers = said.answers.unwrap_or(answers);
    let mut sections = said.sections;
    let whole = shown(&answers, &said.read_only);
    let mut own = confirmed(asked, &whole, said.before.as_ref());
    call_products(asked, &mut own, &said.products);
    sections.extend(own);
    sections.extend(said.after);
    let words = policy(portal)?;
    let same = |text: String| Localized { ja: text.clone(), en: text };
    let mut facts = vec![
        ConfirmedEntry::new(words.number.clone(), same(request.number.clone())),
        ConfirmedEntry::new(words.opened_on.clone(), same(request.opened_on.format("%Y/%m/%d").to_string())),
    ];
    facts.extend(said.facts);
    let category = request.category.as_deref().and_then(|code| category_label(portal, code));
    let confirmation = Confirmation {
        title: said.title.unwrap_or_else(|| named(category, &kind.label)),
        kind: kind.label.clone(),
        category: category.cloned(),
        facts,
        sections,
        notes: said.notes,
    };
    Ok(Checked { kind, answers, confirmation, amount: said.amount })
}

/// Answers with the values beside them that are changed elsewhere.
fn shown(answers: &Object, read_only: &Object) -> Object {
    let mut whole = Value::Object(answers.clone());
    whole.join(&Value::Object(read_only.clone()));
    whole.as_object().cloned().unwrap_or_default()
}

/// Products are read with their names behind their codes.
fn call_products(asked: &Questionnaire, sections: &mut [ConfirmedSection], names: &BTreeMap<String, String>) {
    for section in sections {
        let Some(group) = asked.group(&section.form) else { continue };
        for (field, entry) in asked.fields(group).zip(&mut section.entries) {
            if let Some(name) = names.get(&entry.text.ja).filter(|_| field.kind == FieldKind::Product) {
                let named = format!("{} {name}", entry.text.ja);
                entry.text = Localized { ja: named.clone(), en: named };
            }
        }
    }
}

/// The same answers without those to forms of other categories, which are kept while one chooses.
fn of_questionnaire(portal: &Portal, asked: &Questionnaire, mut answers: Object) -> Object {
    answers.retain(|form, _| asked.group(form).is_some() || !portal.forms.contains_key(form));
    answers
}

/// What a kind asks, for each category that can be chosen; `own` is that of the request. Kinds about orders are chosen from
/// on one page.
pub(super) fn choices(portal: &Portal, kind: &RequestKind, own: Option<&str>) -> Vec<Choice> {
    let categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    let choice = |code: Option<&str>| Choice {
        code: code.map(str::to_owned),
        label: code.and_then(|code| category_label(portal, code)).cloned(),
        questionnaire: questionnaire(portal, kind, code),
    };
    match (kind.action, own) {
        (action, _) if action.concerns_orders() => {
            let of_kind = |kind: &RequestKind| Choice {
                code: Some(kind.code.clone()),
                label: Some(kind.label.clone()),
                questionnaire: questionnaire(portal, kind, None),
            };
            portal.kept_kinds().filter(|kind| kind.action.concerns_orders()).map(of_kind).collect()
        }
        (RequestAction::ContractNew, _) => categories.map(|category| choice(Some(&category.code))).collect(),
        (_, own) => vec![choice(own)],
    }
}

/// What a kind asks for a category.
pub(crate) fn questionnaire(portal: &Portal, kind: &RequestKind, category: Option<&str>) -> Questionnaire {
    let asks_of_contract = matches!(kind.action, RequestAction::ContractNew | RequestAction::ContractChange);
    let categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    let of_category = categories.filter(|it| asks_of_contract && Some(it.code.as_str()) == category);
    let names = of_category.flat_map(|category| &category.forms).chain(&kind.forms);
    let codes: Vec<&str> = [Some(kind.code.as_str()), category].into_iter().flatten().collect();
    Questionnaire::of(portal, names, &codes)
}

/// Label of a contract category.
pub(crate) fn category_label<'a>(portal: &'a Portal, code: &str) -> Option<&'a Localized> {
    let mut categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    categories.find(|category| category.code == code).map(|category| &category.label)
}

/// The kind and category that a draft has after one was chosen: only a new contract leaves a choice of the category, and only
/// what is about orders one of the kind.
pub(super) fn chosen(
    portal: &Portal,
    kind: &RequestKind,
    own: Option<&str>,
    chosen: Option<&str>,
) -> Result<(String, Option<String>), Error> {
    let Some(chosen) = chosen else { return Ok((kind.code.clone(), own.map(str::to_owned))) };
    let mut choices = choices(portal, kind, own).into_iter();
    let found = choices.find(|choice| choice.code.as_deref() == Some(chosen));
    let found = found.ok_or_else(|| Error::invalid("category", FieldCode::Unknown))?.code;
    Ok(match found {
        Some(code) if kind.action.concerns_orders() => (code, None),
        category => (kind.code.clone(), category),
    })
}
