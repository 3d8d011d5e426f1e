//! What a draft about a contract is opened with: which contract or category, and what stands in it at first.

use madoguchi_domain::forms::{Object, Value};
use madoguchi_domain::policy::{ContractPolicy, RequestAction};
use madoguchi_entities::customers;
use sea_orm::EntityTrait;

use super::{Opened, Opening, policy, require_running, require_unterminated};
use crate::contractors;
use crate::contracts::{self, Contract, answers};
use crate::{Error, FieldCode, Scope, Services};

/// Looks whether a draft may be opened, and with what it is filled in.
///
/// # Errors
/// `unknown` at `category`, `required` at `contract_id`; [`Error::NotFound`] for a contract that is not the scope's;
/// `contract_over`, `termination_filed`.
pub(crate) async fn opened(services: &Services, scope: &Scope, opening: Opening<'_>) -> Result<Opened, Error> {
    match opening.kind.action {
        RequestAction::ContractNew => category(scope, &opening),
        RequestAction::ContractChange | RequestAction::ContractTermination => about(services, scope, &opening).await,
        _ => Ok(Opened::default()),
    }
}

fn category(scope: &Scope, opening: &Opening<'_>) -> Result<Opened, Error> {
    if opening.contract_id.is_some() {
        return Err(Error::invalid("contract_id", FieldCode::Unknown));
    }
    let policy = policy(scope.portal())?;
    let category = match opening.category {
        Some(code) => policy.category(code),
        None => policy.categories.first(),
    };
    let category = category.ok_or_else(|| Error::invalid("category", FieldCode::Unknown))?;
    Ok(Opened { category: Some(category.code.clone()), ..Opened::default() })
}

/// A change begins with what is; a termination asks for nothing of the contract.
async fn about(services: &Services, scope: &Scope, opening: &Opening<'_>) -> Result<Opened, Error> {
    let id = opening.contract_id.ok_or_else(|| Error::invalid("contract_id", FieldCode::Required))?;
    let contract = contracts::find_managed(services, scope, id).await?;
    require_running(&contract)?;
    if opening.category.is_some_and(|code| code != contract.category) {
        return Err(Error::invalid("category", FieldCode::Unknown));
    }
    let policy = policy(scope.portal())?;
    let known = known(services, policy, &contract).await?;
    let title = user_name(policy, &known).unwrap_or_default().to_owned();
    let answers = match opening.kind.action {
        RequestAction::ContractTermination => {
            require_unterminated(&contract)?;
            Object::new()
        }
        _ => known,
    };
    Ok(Opened { category: Some(contract.category), contract_id: Some(id), answers, title })
}

/// Name of who uses the service.
pub(super) fn user_name<'a>(policy: &ContractPolicy, answers: &'a Object) -> Option<&'a str> {
    answers::text(answers, &format!("{}.facility_name", policy.user_form.as_deref()?))
}

/// What is known of a contract: its answers, or what its rows say when it was not applied for here.
pub(super) async fn known(services: &Services, policy: &ContractPolicy, contract: &Contract) -> Result<Object, Error> {
    let known = answers::of(contract)?;
    let Some(form) = policy.user_form.as_ref().filter(|_| known.is_empty()) else { return Ok(known) };
    let customer = customers::Entity::find_by_id(contract.customer_id).one(services.db.read()).await?;
    let customer = customer.ok_or(Error::NotFound)?;
    let rows = [
        ("facility_name", customer.name),
        ("facility_name_kana", customer.name_kana),
        ("postal_code", contract.postal_code.clone()),
        ("prefecture", contract.prefecture.clone()),
        ("address1", contract.address1.clone()),
        ("address2", contract.address2.clone()),
        ("phone", customer.phone),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    let user: Object = filled.map(|(name, value)| (name.to_owned(), Value::Text(value))).collect();
    Ok([(form.clone(), Value::Object(user))].into_iter().collect())
}

/// Answers that can be copied into forms (登録内容を引用する), by the name of the form they come from: those of the contractor.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn copyable(services: &Services, scope: &Scope) -> Result<Object, Error> {
    Ok(contractors::answered(services.db.read(), scope).await?.unwrap_or_default())
}
