//! Delivery: the provider gives a file to a contract. Its party is told by mail, or it waits for its dispatch by post.

use bytes::Bytes;
use madoguchi_domain::attachments::{AttachmentType, safe_file_name};
use madoguchi_domain::contracts::ContractEventKind;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::{ContractDocumentKind, Portal};
use madoguchi_entities::contract_documents::{self, Column};
use madoguchi_entities::customers;
use madoguchi_entities::ids::ContractDocumentId;
use madoguchi_mail::Message;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult,
};
use uuid::Uuid;

use super::{ContractDocument, addressees, policy, printed, records};
use crate::contracts::{Contract, known};
use crate::database::Transaction;
use crate::documents::{self, Stored};
use crate::rows::RowOutcome;
use crate::{Error, FieldCode, ProblemCode, Provider, Services, mails};

/// Largest file, in bytes.
pub const SIZE_MAX: usize = 20 * 1024 * 1024;

/// What is delivered.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Number of the contract.
    pub contract: String,
    /// Code of the kind.
    pub kind: String,
    /// Name of the file; its ending must fit the content.
    pub file_name: String,
    /// The file.
    pub content: Bytes,
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The document as it is kept.
    pub document: ContractDocument,
    /// Stored, or unchanged where the contract has the same file already.
    pub outcome: RowOutcome,
    /// Who gets it.
    pub addressee: customers::Model,
    /// Mails that were written now.
    pub mails: usize,
}

/// Delivers a document to the party that the pattern of the contract names. The same file of a kind again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] when the portal delivers none; `unknown` at `contract` or `kind`; `contract_over`; `attachment_empty`,
/// `attachment_too_large`, `attachment_type_refused`, `file_infected`, `file_scan_unavailable`; [`Error::Storage`].
pub async fn deliver(services: &Services, provider: &Provider, new: &NewDocument) -> Result<Delivered, Error> {
    let portal = provider.portal();
    let kind = policy(portal)?.kind(&new.kind).ok_or(Error::invalid("kind", FieldCode::Unknown))?;
    let file_name = safe_file_name(&new.file_name);
    let file_type = checked(services, &file_name, &new.content).await?;
    let contract = running(services.db.read(), portal, &new.contract).await?;
    // The file first: one without a row is found by nobody and is the same when it is delivered again.
    let folder = format!("contract-documents/{}/{}", portal.key, contract.id);
    let ending = file_type.endings().first().copied().unwrap_or_default();
    let stored = documents::put_below(services, &folder, ending, new.content.clone()).await?;
    services
        .db
        .transaction(async |tx| {
            let contract = running(tx, portal, &new.contract).await?;
            let file = (file_name.as_str(), file_type);
            set_down(services, tx, provider, &contract, kind, (file, stored.clone())).await
        })
        .await
}

/// The type of a file that may be delivered.
async fn checked(services: &Services, file_name: &str, content: &Bytes) -> Result<AttachmentType, Error> {
    if content.is_empty() {
        return Err(Error::Refused(ProblemCode::AttachmentEmpty));
    }
    if content.len() > SIZE_MAX {
        return Err(Error::Refused(ProblemCode::AttachmentTooLarge));
    }
    let found = AttachmentType::delivered(file_name, content);
    let found = found.ok_or(Error::Refused(ProblemCode::AttachmentTypeRefused))?;
    if let Some(scanner) = &services.scanner {
        scanner.check(content).await?;
    }
    Ok(found)
}

/// The contract of a number, as long as it runs.
async fn running(db: &impl ConnectionTrait, portal: &Portal, number: &str) -> Result<Contract, Error> {
    let unknown = || Error::invalid("contract", FieldCode::Unknown);
    let forms = &portal.contracts.as_ref().ok_or(Error::NotFound)?.numbers;
    let number = forms.parse(number).map_err(|_| unknown())?;
    let found = known::by_number(db, portal, std::iter::once(number.as_str())).await?.remove(&number);
    let contract = found.ok_or_else(unknown)?;
    if contract.status.is_running() { Ok(contract) } else { Err(Error::Refused(ProblemCode::ContractOver)) }
}

async fn set_down(
    services: &Services,
    tx: &Transaction,
    provider: &Provider,
    contract: &Contract,
    kind: &ContractDocumentKind,
    ((file_name, file_type), stored): ((&str, AttachmentType), Stored),
) -> Result<Delivered, Error> {
    let portal = provider.portal();
    let addressee = addressees::of(portal, contract);
    let mut parties = known::customers_of(tx, [contract.customer_id, addressee].into_iter()).await?;
    let holder = parties.get(&contract.customer_id).ok_or(Error::NotFound)?.name.clone();
    let addressee = parties.remove(&addressee).ok_or(Error::NotFound)?;
    let document = ContractDocument {
        customer_id: addressee.id,
        id: ContractDocumentId(Uuid::now_v7()),
        portal: portal.key.clone(),
        contract_id: contract.id,
        kind: kind.code.clone(),
        medium: printed::medium(policy(portal)?, contract)?,
        file_name: file_name.to_owned(),
        media_type: file_type.media_type().to_owned(),
        file_key: stored.key,
        size: stored.size,
        sha256: stored.sha256,
        delivered_at: services.clock.now(),
        dispatched_at: None,
        first_opened_at: None,
        first_opened_by: None,
    };
    if !insert(tx, &document).await? {
        let document = same(tx, &document).await?;
        return Ok(Delivered { document, outcome: RowOutcome::Unchanged, addressee, mails: 0 });
    }
    let kinds = (ContractEventKind::DocumentDelivered, EventType::DocumentDelivered);
    let happened = (kinds, "contract_document.delivered");
    records::write(tx, services, provider, happened, &[(contract, &document)]).await?;
    let used_by = printed::used_by(portal, contract, &holder)?;
    let mails = tell(tx, services, portal, (contract, &used_by), (kind, &document)).await?;
    Ok(Delivered { document, outcome: RowOutcome::Stored, addressee, mails })
}

/// Whether it is new.
async fn insert(tx: &Transaction, document: &ContractDocument) -> Result<bool, Error> {
    let same_file = [Column::CustomerId, Column::ContractId, Column::Kind, Column::Sha256];
    let keep = OnConflict::columns(same_file).do_nothing().to_owned();
    let row = document.clone().into_active_model().reset_all();
    let inserted =
        contract_documents::Entity::insert(row).on_conflict(keep).try_insert().exec_without_returning(tx).await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// The document with the same file that is there already.
async fn same(tx: &Transaction, document: &ContractDocument) -> Result<ContractDocument, Error> {
    let found = contract_documents::Entity::find()
        .filter(Column::CustomerId.eq(document.customer_id))
        .filter(Column::ContractId.eq(document.contract_id))
        .filter(Column::Kind.eq(document.kind.as_str()))
        .filter(Column::Sha256.eq(document.sha256.clone()));
    found.one(tx).await?.ok_or_else(|| Error::internal("a document that is there and is not"))
}

/// Mails the party where to read the document; the document itself stays behind the login. Tells how many mails.
async fn tell(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    (contract, used_by): (&Contract, &str),
    (kind, document): (&ContractDocumentKind, &ContractDocument),
) -> Result<usize, Error> {
    let people = addressees::mailed(tx, portal, (contract, document.customer_id), document.medium).await?;
    for user in &people {
        let message = Message::ContractDocumentDelivered {
            document: kind.label.get(user.locale).to_owned(),
            contract_number: contract.number.clone(),
            used_by: used_by.to_owned(),
            url: services.page(portal, &format!("contracts/{}", contract.id)),
        };
        mails::to_user(tx, services, portal, user, message).await?;
    }
    Ok(people.len())
}
