//! 解約: the last day of a contract is set when the request is sent, by the rule of notice, and taken back with it.

use madoguchi_domain::contracts::{ContractEventKind, ContractStatus};
use madoguchi_domain::dates::jst_date;
use madoguchi_domain::periods::termination_end;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};

use super::{Asked, Decided, Submitted, changes, policy, require_unterminated, running};
use crate::contracts::events::{Happened, record};
use crate::database::Transaction;
use crate::{Error, Origin, Scope, Services};

/// Sets the last day of the contract: the end of its period, or of the next one when notice is over. A contract without a
/// period ends today.
pub(super) async fn file(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<Submitted, Error> {
    let portal = scope.portal();
    let contract = running(tx, scope, asked.request).await?;
    require_unterminated(&contract)?;
    let today = jst_date(services.clock.now());
    let period = policy(portal)?.period.as_ref().zip(contract.ends_on);
    let last = period.map_or(today, |(period, end)| termination_end(today, end, period));
    let mut row = contract.clone().into_active_model();
    row.termination_on = Set(Some(last));
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    let happened = Happened {
        kind: ContractEventKind::TerminationFiled,
        action: "contract.termination_filed",
        ends_on: Some(last),
        request: Some(asked.request),
    };
    record(tx, services, portal, &scope.actor(origin), &contract, happened).await?;
    changes::about(tx, scope, &contract).await
}

/// Takes the last day away again when the termination was refused or taken back, unless the contract has ended meanwhile.
/// Once it is done, a contract without a period is over; others end with their period.
pub(super) async fn decide(tx: &Transaction, decided: Decided<'_>) -> Result<(), Error> {
    let Decided { services, actor, portal, request, contract, done } = decided;
    if !contract.status.is_running() || contract.termination_on.is_none() || (done && contract.ends_on.is_some()) {
        return Ok(());
    }
    let (kind, action) = if done {
        (ContractEventKind::Terminated, "contract.terminated")
    } else {
        (ContractEventKind::TerminationCancelled, "contract.termination_cancelled")
    };
    let mut row = contract.clone().into_active_model();
    if done {
        row.status = Set(ContractStatus::Terminated);
    } else {
        row.termination_on = Set(None);
    }
    row.updated_at = Set(services.clock.now());
    row.update(tx).await?;
    let ends_on = contract.termination_on.filter(|_| done);
    let happened = Happened { kind, action, ends_on, request: Some(request) };
    record(tx, services, portal, actor, &contract, happened).await
}
