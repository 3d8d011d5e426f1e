//! Which contracts a request may be about, and what is decided of one.

use madoguchi_domain::forms::{Object, Value};
use madoguchi_domain::policy::{ContractPolicy, Portal, RequestAction};
use madoguchi_domain::requests::RequestState;
use madoguchi_entities::requests::{self, Model as Request};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

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

/// `change_filed` while another change of the contract is not decided: what is asked for would be of a contract that is not
/// there any more, and would undo the other.
pub(super) async fn require_no_change(
    db: &impl ConnectionTrait,
    portal: &Portal,
    (contract, request): (&Contract, &Request),
) -> Result<(), Error> {
    let kinds = portal.kept_kinds().filter(|kind| kind.action == RequestAction::ContractChange);
    let kinds: Vec<&str> = kinds.map(|kind| kind.code.as_str()).collect();
    let customers = std::iter::once(contract.customer_id).chain(contract.contact_customer_id);
    let open = RequestState::ALL.iter().copied().filter(|state| state.is_open());
    let others = requests::Entity::find()
        .filter(requests::Column::CustomerId.is_in(customers))
        .filter(requests::Column::ContractId.eq(contract.id))
        .filter(requests::Column::Portal.eq(portal.key.as_str()))
        .filter(requests::Column::Kind.is_in(kinds))
        .filter(requests::Column::State.is_in(open))
        .filter(requests::Column::Id.ne(request.id));
    if others.count(db).await? > 0 { Err(Error::Refused(ProblemCode::ChangeFiled)) } else { Ok(()) }
}

/// `nothing_changed` where every form says what it said before.
pub(super) fn require_difference(before: &Object, answers: &Object) -> Result<(), Error> {
    let is_same = |(form, answer): (&String, &Value)| before.get(form) == Some(answer);
    if answers.iter().all(is_same) { Err(Error::Refused(ProblemCode::NothingChanged)) } else { Ok(()) }
}

/// What a portal says of contracts.
pub(super) fn policy(portal: &Portal) -> Result<&ContractPolicy, Error> {
    portal.contracts.as_ref().ok_or(Error::NotFound)
}
