//! Documents that the provider delivers to contracts (アカウント票 …), as who gets them reads them: the party that the pattern
//! of a contract names, and nobody else who sees the contract. What the provider does with them stands beside it.

mod addressees;
pub mod deliver;
pub mod dispatches;
mod printed;
mod records;

use bytes::Bytes;
use futures_util::Stream;
use madoguchi_domain::policy::{ContractDocumentPolicy, Portal};
use madoguchi_entities::contract_documents::{self, Column};
use madoguchi_entities::ids::{ContractDocumentId, ContractId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

use crate::audit_events::{self, Event};
use crate::contracts::{self, Contract};
use crate::cursors::{List, Listed, Part};
use crate::orders::Order;
use crate::{Error, Origin, Scope, Services, documents};

pub(crate) use addressees::of as addressee;
pub use madoguchi_entities::contract_documents::{DocumentMedium, Model as ContractDocument};
pub(crate) use printed::{medium, used_by};

/// Whether documents of a contract that the user sees are theirs to read.
#[must_use]
pub fn reads(scope: &Scope, contract: &Contract) -> bool {
    policy(scope.portal()).is_ok() && addressees::of(scope.portal(), contract) == scope.customer_id()
}

/// Documents of a contract, the newest first.
///
/// # Errors
/// [`Error::NotFound`] for a contract out of scope, and for who sees it but is not the party that gets them;
/// `invalid_cursor`.
pub async fn list(
    services: &Services,
    scope: &Scope,
    contract: ContractId,
    part: Part<'_>,
) -> Result<Listed<ContractDocument>, Error> {
    let contract = addressed(services, scope, contract).await?;
    let select = of_contract(scope, &contract);
    let list = List::new(services, format!("contract documents {}", contract.id));
    let order = Order::unique(Column::Id, |document: &ContractDocument| document.id.0);
    let newest_first = order.led_by(Column::DeliveredAt, |document| document.delivered_at).descending(true);
    let page = newest_first.page_of(services, &list, part, &select).await?;
    part.counted(services, page, select).await
}

/// A document of a contract with its file. That somebody opened it for the first time is set down.
///
/// # Errors
/// [`Error::NotFound`] as of [`list`]; [`Error::Storage`], also of each piece.
pub async fn open(
    services: &Services,
    scope: &Scope,
    (contract, id): (ContractId, ContractDocumentId),
    origin: &Origin,
) -> Result<(ContractDocument, impl Stream<Item = Result<Bytes, Error>> + use<>), Error> {
    let contract = addressed(services, scope, contract).await?;
    let found = of_contract(scope, &contract).filter(Column::Id.eq(id)).one(services.db.read()).await?;
    let document = found.ok_or(Error::NotFound)?;
    let pieces = documents::pieces(services, &document.file_key, document.sha256.clone()).await?;
    if document.first_opened_at.is_none() {
        note_first_opening(services, scope, (&contract, &document), origin).await?;
    }
    Ok((document, pieces))
}

async fn note_first_opening(
    services: &Services,
    scope: &Scope,
    (contract, document): (&Contract, &ContractDocument),
    origin: &Origin,
) -> Result<(), Error> {
    services
        .db
        .transaction(async |tx| {
            let first = contract_documents::Entity::update_many()
                .col_expr(Column::FirstOpenedAt, Expr::value(services.clock.now()))
                .col_expr(Column::FirstOpenedBy, Expr::value(scope.user_id()))
                .filter(Column::CustomerId.eq(document.customer_id))
                .filter(Column::Id.eq(document.id))
                .filter(Column::FirstOpenedAt.is_null())
                .exec(tx)
                .await?;
            if first.rows_affected == 0 {
                return Ok(());
            }
            let event = Event::of(scope, "contract_document.opened").to(document.id);
            let event = event.with(serde_json::json!({ "contract": contract.number, "kind": document.kind }));
            audit_events::record(tx, services, scope.portal(), &scope.actor(origin), event).await
        })
        .await
}

/// A contract that the user sees and gets the documents of.
async fn addressed(services: &Services, scope: &Scope, id: ContractId) -> Result<Contract, Error> {
    let contract = contracts::find_managed(services, scope, id).await?;
    if reads(scope, &contract) { Ok(contract) } else { Err(Error::NotFound) }
}

/// Documents of a contract that was found through this scope.
fn of_contract(scope: &Scope, contract: &Contract) -> Select<contract_documents::Entity> {
    let own = scope.rows(contract_documents::Entity, Column::Portal, [Column::CustomerId]);
    own.filter(Column::ContractId.eq(contract.id))
}

/// What the portal says of documents.
pub(crate) fn policy(portal: &Portal) -> Result<&ContractDocumentPolicy, Error> {
    portal.contracts.as_ref().and_then(|contracts| contracts.documents.as_ref()).ok_or(Error::NotFound)
}
