//! What a request about a contract is asked with and answered by, and which contracts it may be about.

use madoguchi_domain::forms::Object;
use madoguchi_domain::policy::{ContractPolicy, Localized, Portal, RequestKind};
use madoguchi_domain::requests::{ConfirmedEntry, ConfirmedSection};
use madoguchi_entities::ids::ContractId;
use madoguchi_entities::requests::Model as Request;
use sea_orm::QuerySelect;

use crate::actor::Actor;
use crate::contracts::{Contract, one_managed_by};
use crate::database::Transaction;
use crate::{Error, ProblemCode, Scope, Services};

/// A draft that is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<'a> {
    pub kind: &'a RequestKind,
    /// Contract category, for a new contract; of a contract that is there its own is taken.
    pub category: Option<&'a str>,
    /// The contract that it is about.
    pub contract_id: Option<ContractId>,
}

/// What a draft is opened with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened {
    /// Contract category.
    pub category: Option<String>,
    /// The contract that it is about.
    pub contract_id: Option<ContractId>,
    /// What it is filled in with at first.
    pub answers: Object,
    /// Whom it is for, where its answers will not say it.
    pub title: String,
}

/// A request that is confirmed or sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// Its row.
    pub request: &'a Request,
    pub kind: &'a RequestKind,
    /// Its answers, checked.
    pub answers: &'a Object,
}

/// What is said before a request is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Confirming {
    /// Title of the page; category and kind where it is absent.
    pub title: Option<Localized>,
    /// Facts beside number and day.
    pub facts: Vec<ConfirmedEntry>,
    /// What stands before the answers: contractor and contact.
    pub sections: Vec<ConfirmedSection>,
    /// Sentences below.
    pub notes: Vec<Localized>,
    /// What a change changes: the answers of before.
    pub before: Option<Object>,
}

/// What came of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Submitted {
    /// The contract that it is about, or that was made.
    pub contract_id: Option<ContractId>,
    /// Number of the contractor.
    pub contractor_number: String,
    /// Name of the contractor.
    pub contractor_name: String,
    /// What is known of the contract beside the answers: for the facts of mails.
    pub known: Object,
}

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
