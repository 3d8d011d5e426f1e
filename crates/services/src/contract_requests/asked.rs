//! Which contracts a request may be about, and what is decided of one.

use madoguchi_domain::policy::{ContractPolicy, Portal};
use madoguchi_entities::requests::Model as Request;
use sea_orm::QuerySelect;

use crate::actor::Actor;
use crate::contracts::{Contract, one_managed_by};
use crate::database::Transaction;
use crate::{Error, ProblemCode, Scope, Services};

/// A request that was decided or taken back, and its contract, which is held.
pub(super) struct Decided<'a> {
    pub(super) services: &'a Services,
    pub(super) actor: &'a Actor,
    pub(super) portal: &'a Portal,
    pub(super) request: &'a Request,
    pub(super) contract: Contract,
    /// Whether what was asked for was done.
    pub(super) done: bool,
}

/// The contract that a request is about, held, if it is the scope's and runs.
pub(super) async fn running(tx: &Transaction, scope: &Scope, request: &Request) -> Result<Contract, Error> {
    let id = request.contract_id.ok_or(Error::NotFound)?;
    let contract = one_managed_by(scope, id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
    require_running(&contract)?;
    Ok(contract)
}

/// `contract_over` for one that runs no more.
pub(super) fn require_running(contract: &Contract) -> Result<(), Error> {
    if contract.status.is_running() { Ok(()) } else { Err(Error::Refused(ProblemCode::ContractOver)) }
}

/// `termination_filed` for one whose end is set already.
pub(super) fn require_unterminated(contract: &Contract) -> Result<(), Error> {
    match contract.termination_on {
        Some(_) => Err(Error::Refused(ProblemCode::TerminationFiled)),
        None => Ok(()),
    }
}

/// What a portal says of contracts.
pub(super) fn policy(portal: &Portal) -> Result<&ContractPolicy, Error> {
    portal.contracts.as_ref().ok_or(Error::NotFound)
}
