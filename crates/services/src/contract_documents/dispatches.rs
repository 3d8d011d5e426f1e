//! Documents that go by post: the list for the provider's dispatch, and the mark that they were sent.

use std::collections::{BTreeSet, HashMap};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use madoguchi_documents::tables;
use madoguchi_domain::contracts::{ContractEventKind, DocumentMedium};
use madoguchi_domain::dates;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::contract_documents::{self, Column};
use madoguchi_entities::contracts;
use madoguchi_entities::ids::{ContractDocumentId, ContractId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{ContractDocument, policy, printed, records};
use crate::contracts::{Contract, known};
use crate::database::Transaction;
use crate::rows::RowOutcome;
use crate::{Error, Provider, Services, documents};

pub use madoguchi_documents::text_files::Encoding;

/// Documents of one look at the list.
const LOOK_MAX: u64 = 500;
/// Heads of the columns before those of the destination.
const HEAD: [&str; 7] = ["書類ID", "登録日時", "契約番号", "ご利用者", "書類", "ファイル名", "お客様"];

/// A document that waits for its dispatch.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The document.
    pub document: ContractDocument,
    /// What it is called, in Japanese.
    pub kind: String,
    /// Number of the contract.
    pub contract_number: String,
    /// Who uses the service.
    pub used_by: String,
    /// Number and name of whose document it is.
    pub addressee: String,
    /// Where to: the answer to each field of the form that says so.
    pub destination: Vec<String>,
}

/// Documents that wait for their dispatch, the one that waits longest first, at most 500.
///
/// # Errors
/// [`Error::NotFound`] when the portal delivers none.
pub async fn list(services: &Services, provider: &Provider) -> Result<Vec<Waiting>, Error> {
    let portal = provider.portal();
    let policy = policy(portal)?;
    let rows = by_post(portal)
        .filter(Column::DispatchedAt.is_null())
        .order_by_asc(Column::DeliveredAt)
        .order_by_asc(Column::Id)
        .limit(LOOK_MAX)
        .all(services.db.read())
        .await?;
    let contracts = contracts_of(services.db.read(), &rows).await?;
    let parties = contracts.values().map(|contract| contract.customer_id).chain(rows.iter().map(|row| row.customer_id));
    let parties = known::customers_of(services.db.read(), parties).await?;
    let waiting = |document: ContractDocument| {
        let contract = of(&contracts, &document)?;
        let holder = parties.get(&contract.customer_id).map(|holder| holder.name.as_str()).unwrap_or_default();
        let addressee = parties.get(&document.customer_id).ok_or(Error::NotFound)?;
        Ok(Waiting {
            kind: policy.kind(&document.kind).map_or_else(|| document.kind.clone(), |kind| kind.label.ja.clone()),
            contract_number: contract.number.clone(),
            used_by: printed::used_by(portal, contract, holder)?,
            addressee: format!("{} {}", addressee.number, addressee.name),
            destination: printed::destination(portal, policy, contract)?,
            document,
        })
    };
    rows.into_iter().map(waiting).collect()
}

/// The list as a CSV file: the fields of the destination are columns of their own, as labels are printed from.
///
/// # Errors
/// [`Error::NotFound`] when the portal delivers none.
pub fn csv(provider: &Provider, waiting: &[Waiting], encoding: Encoding) -> Result<Vec<u8>, Error> {
    let portal = provider.portal();
    let fields = printed::destination_fields(portal, policy(portal)?);
    let destination = fields.iter().map(|field| format!("送付先 {}", field.label.ja));
    let head: Vec<String> = HEAD.into_iter().map(str::to_owned).chain(destination).collect();
    let rows = waiting.iter().map(|waiting| {
        let facts = facts(waiting).into_iter();
        facts.chain(waiting.destination.iter().cloned()).collect::<Vec<String>>()
    });
    tables::csv(&head, rows, encoding).map_err(Error::internal)
}

/// What stands of a document before its destination.
#[must_use]
pub fn facts(waiting: &Waiting) -> [String; 7] {
    let Waiting { document, kind, contract_number, used_by, addressee, .. } = waiting;
    [
        document.id.to_string(),
        dates::jst(document.delivered_at).format("%Y-%m-%d %H:%M").to_string(),
        contract_number.clone(),
        used_by.clone(),
        kind.clone(),
        document.file_name.clone(),
        addressee.clone(),
    ]
}

/// The file of a document that waits, to be written to a CD.
///
/// # Errors
/// [`Error::NotFound`] for one of another portal; [`Error::Storage`].
pub async fn file(services: &Services, provider: &Provider, document: &ContractDocument) -> Result<Bytes, Error> {
    if document.portal != provider.portal().key {
        return Err(Error::NotFound);
    }
    let pieces = documents::pieces(services, &document.file_key, document.sha256.clone()).await?;
    let whole = pieces.try_fold(BytesMut::new(), async |mut whole, piece| {
        whole.extend_from_slice(&piece);
        Ok(whole)
    });
    Ok(whole.await?.freeze())
}

/// Marks documents as sent by post, in the order of their ids given: all of them, or none where one is wrong. One that was
/// marked stays as it is.
///
/// # Errors
/// [`Error::NotFound`] when an id names no document of the portal that goes by post.
pub async fn dispatched(services: &Services, provider: &Provider, ids: &[String]) -> Result<Vec<RowOutcome>, Error> {
    let portal = provider.portal();
    let id = |id: &String| Uuid::parse_str(id.trim()).map(ContractDocumentId).map_err(|_| Error::NotFound);
    let ids: Vec<ContractDocumentId> = ids.iter().map(id).collect::<Result<_, _>>()?;
    services
        .db
        .transaction(async |tx| {
            let chosen = by_post(portal).filter(Column::Id.is_in(ids.iter().copied()));
            let rows = chosen.order_by_asc(Column::Id).lock_exclusive().all(tx).await?;
            let known: HashMap<ContractDocumentId, &ContractDocument> = rows.iter().map(|row| (row.id, row)).collect();
            if ids.iter().any(|id| !known.contains_key(id)) {
                return Err(Error::NotFound);
            }
            let contracts = contracts_of(tx, &rows).await?;
            let waiting = rows.iter().filter(|document| document.dispatched_at.is_none());
            let waiting = waiting.map(|document| Ok::<_, Error>((of(&contracts, document)?, document)));
            let waiting = waiting.collect::<Result<Vec<_>, Error>>()?;
            mark(services, tx, provider, &waiting).await?;
            let is_new = |id: &ContractDocumentId| known.get(id).is_some_and(|row| row.dispatched_at.is_none());
            let outcome = |id| if is_new(id) { RowOutcome::Stored } else { RowOutcome::Unchanged };
            Ok(ids.iter().map(outcome).collect())
        })
        .await
}

/// Marks documents that wait, each with its contract: in one statement, and what happened in a few.
async fn mark(
    services: &Services,
    tx: &Transaction,
    provider: &Provider,
    waiting: &[(&Contract, &ContractDocument)],
) -> Result<(), Error> {
    if waiting.is_empty() {
        return Ok(());
    }
    let customers: BTreeSet<_> = waiting.iter().map(|(_, document)| document.customer_id).collect();
    contract_documents::Entity::update_many()
        .col_expr(Column::DispatchedAt, Expr::value(services.clock.now()))
        .filter(Column::CustomerId.is_in(customers))
        .filter(Column::Id.is_in(waiting.iter().map(|(_, document)| document.id)))
        .exec(tx)
        .await?;
    let kinds = (ContractEventKind::DocumentDispatched, EventType::DocumentDispatched);
    let happened = (kinds, "contract_document.dispatched");
    records::write(tx, services, provider, happened, waiting).await
}

fn of<'a>(contracts: &'a HashMap<ContractId, Contract>, document: &ContractDocument) -> Result<&'a Contract, Error> {
    contracts.get(&document.contract_id).ok_or(Error::NotFound)
}

fn by_post(portal: &Portal) -> Select<contract_documents::Entity> {
    contract_documents::Entity::find()
        .filter(Column::Portal.eq(portal.key.as_str()))
        .filter(Column::Medium.eq(DocumentMedium::Cd))
}

async fn contracts_of(
    db: &impl ConnectionTrait,
    rows: &[ContractDocument],
) -> Result<HashMap<ContractId, Contract>, Error> {
    let ids: BTreeSet<ContractId> = rows.iter().map(|row| row.contract_id).collect();
    let found = contracts::Entity::find().filter(contracts::Column::Id.is_in(ids)).all(db).await?;
    Ok(found.into_iter().map(|contract| (contract.id, contract)).collect())
}
