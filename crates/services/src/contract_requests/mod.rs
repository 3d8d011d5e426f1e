//! What requests about contracts (新規, 変更, 解約) do to contracts: what a draft is opened with, what is said before it is
//! sent, and what comes of it. Must not know how requests are kept.

mod asked;
mod changes;
mod confirming;
mod holders;
pub(crate) mod new_contracts;
mod opening;
mod terminations;
mod words;

use madoguchi_domain::policy::{Portal, RequestAction};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::contracts;
use madoguchi_entities::requests::Model as Request;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::actor::Actor;
use crate::contracts::Contract;
use crate::database::Transaction;
use crate::request_parts::{Asked, Confirming, Opened, Opening, Submitted};
use crate::{Error, Origin, Scope, Services};

use asked::{Decided, policy, require_difference, require_no_change, require_running, require_unterminated, running};
pub(crate) use confirming::{applicant, confirmation, of_new};
pub(crate) use opening::{copyable, opened};

/// Does what a request that is sent does, in the transaction that sends it.
///
/// # Errors
/// When it may not be done: `contract_over`, `termination_filed`, `numbers_exhausted`; [`Error::NotFound`] for a contract that is
/// not the scope's.
pub(crate) async fn submitted(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: Asked<'_>,
) -> Result<Submitted, Error> {
    match asked.kind.action {
        RequestAction::ContractNew => {
            let made = new_contracts::apply(tx, services, scope, origin, &[asked]).await?.pop();
            made.ok_or_else(|| Error::internal("no contract was made"))
        }
        RequestAction::ContractChange => changes::apply(tx, services, scope, origin, asked).await,
        RequestAction::ContractTermination => terminations::file(tx, services, scope, origin, asked).await,
        _ => Ok(Submitted { contract_id: asked.request.contract_id, ..Submitted::default() }),
    }
}

/// The same for many requests for new contracts, in their order.
///
/// # Errors
/// `numbers_exhausted`.
pub(crate) async fn all_submitted(
    tx: &Transaction,
    services: &Services,
    scope: &Scope,
    origin: &Origin,
    asked: &[Asked<'_>],
) -> Result<Vec<Submitted>, Error> {
    new_contracts::apply(tx, services, scope, origin, asked).await
}

/// Does what follows when a request comes into another state after it was sent, in the transaction that brings it there.
///
/// # Errors
/// Any error of the database.
pub(crate) async fn decided(
    tx: &Transaction,
    services: &Services,
    actor: &Actor,
    portal: &Portal,
    request: &Request,
    state: RequestState,
) -> Result<(), Error> {
    let Some(kind) = portal.request_kind(&request.kind).filter(|_| state.is_final()) else { return Ok(()) };
    let Some(contract) = held(tx, portal, request).await? else { return Ok(()) };
    let decided = Decided { services, actor, portal, request, contract, done: state == RequestState::Completed };
    match kind.action {
        RequestAction::ContractNew => new_contracts::decide(tx, decided).await,
        RequestAction::ContractChange => changes::decide(tx, decided).await,
        RequestAction::ContractTermination => terminations::decide(tx, decided).await,
        _ => Ok(()),
    }
}

/// The contract of a request, held until the end of the transaction.
async fn held(tx: &Transaction, portal: &Portal, request: &Request) -> Result<Option<Contract>, Error> {
    let Some(id) = request.contract_id else { return Ok(None) };
    let found = contracts::Entity::find_by_id(id)
        .filter(contracts::Column::Portal.eq(portal.key.as_str()))
        .lock_exclusive()
        .one(tx)
        .await?;
    Ok(found)
}
