//! 変更: the answers of a contract are replaced once the provider registered the change.

use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::forms::Object;
use madoguchi_entities::customers;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};

use super::{Asked, Decided, Submitted, holders, policy, require_difference, require_no_change, running};
use crate::contracts::events::{Happened, record};
use crate::contracts::{Contract, answers};
use crate::database::Transaction;
use crate::{Error, Origin, Scope, Services};

/// Notes that a change was applied for.
pub(super) async fn apply(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<Submitted, Error> {
    let contract = running(tx, scope, asked.request).await?;
    require_no_change(tx, scope.portal(), (&contract, asked.request)).await?;
    require_difference(&answers::of(&contract)?, asked.answers)?;
    let happened = Happened {
        kind: ContractEventKind::ChangeApplied,
        action: "contract.change_applied",
        ends_on: None,
        request: Some(asked.request),
    };
    record(tx, services, scope.portal(), &scope.actor(origin), &contract, happened).await?;
    about(tx, scope, &contract).await
}

/// What is told of a contract that is there: number of who applies, name of whose it is, and its answers.
pub(super) async fn about(tx: &Transaction, scope: &Scope, contract: &Contract) -> Result<Submitted, Error> {
    let find = async |id| customers::Entity::find_by_id(id).one(tx).await?.ok_or(Error::NotFound);
    let applicant = find(scope.customer_id()).await?;
    let holder = find(contract.customer_id).await?;
    Ok(Submitted {
        contract_id: Some(contract.id),
        contractor_number: applicant.number,
        contractor_name: holder.name,
        known: answers::of(contract)?,
        order: None,
    })
}

/// Brings the change into force, or drops it.
pub(super) async fn decide(tx: &Transaction, decided: Decided<'_>) -> Result<(), Error> {
    let Decided { services, actor, portal, request, contract, done } = decided;
    if !contract.status.is_running() {
        return Ok(());
    }
    let (kind, action) = if done {
        (ContractEventKind::Changed, "contract.changed")
    } else {
        (ContractEventKind::ChangeCancelled, "contract.change_cancelled")
    };
    if done {
        let changed: Object = serde_json::from_str(&request.answers).map_err(Error::internal)?;
        // What a change does not ask, as who stands where, stays.
        let mut whole = answers::of(&contract)?;
        let policy = policy(portal)?;
        let asked = policy.category(&contract.category).into_iter().flat_map(|category| &category.forms);
        for form in asked.filter(|form| !is_settled(policy.pattern_field.as_deref(), form)) {
            whole.remove(form);
        }
        whole.extend(changed.clone());
        let user = holders::user(policy, &changed);
        let mut row = contract.clone().into_active_model();
        row.answers = Set(answers::written(&whole)?);
        if !user.postal_code.is_empty() {
            row.postal_code = Set(user.postal_code);
            row.prefecture = Set(user.prefecture);
            row.address1 = Set(user.address1);
            row.address2 = Set(user.address2);
        }
        row.updated_at = Set(services.clock.now());
        row.update(tx).await?;
    }
    let happened = Happened { kind, action, ends_on: None, request: Some(request) };
    record(tx, services, portal, actor, &contract, happened).await
}

/// Whether a form holds the choice of who stands where, which is settled once.
fn is_settled(pattern_field: Option<&str>, form: &str) -> bool {
    pattern_field.and_then(|path| path.split_once('.')).is_some_and(|(of_pattern, _)| of_pattern == form)
}
