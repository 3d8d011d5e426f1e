//! Files of documents. The key of a file holds the hash of its content, so a second rendering never replaces the first.

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use madoguchi_entities::contracts;
use madoguchi_entities::documents::{self, Column};
use madoguchi_entities::ids::CustomerId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select};
use sha2::{Digest, Sha256};

use super::Document;
use crate::{Error, Scope, Services};

/// A file to be sent.
#[derive(Clone, Debug)]
pub struct File {
    /// Name for the person who keeps it.
    pub name: String,
    /// Content.
    pub bytes: Bytes,
}

/// A file that was put into the store.
#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) key: String,
    pub(crate) size: i64,
    pub(crate) sha256: Vec<u8>,
}

/// Puts a PDF into the store.
pub(super) async fn put(services: &Services, portal: &str, customer: CustomerId, pdf: Bytes) -> Result<Stored, Error> {
    put_below(services, &format!("documents/{portal}/{customer}"), "pdf", pdf).await
}

/// Puts a file into a folder of the store.
pub(crate) async fn put_below(
    services: &Services,
    folder: &str,
    ending: &str,
    content: Bytes,
) -> Result<Stored, Error> {
    let sha256 = Sha256::digest(&content).to_vec();
    let key = format!("{folder}/{}.{ending}", hex::encode(&sha256));
    let size = i64::try_from(content.len()).map_err(Error::internal)?;
    services.files.put(&key, content).await?;
    Ok(Stored { key, size, sha256 })
}

/// A file of the store in pieces. The last one is held back until all are known to be what was stored, so that one that was
/// changed never arrives as a whole.
///
/// # Errors
/// [`Error::Storage`] when it is gone, or from the pieces.
pub(crate) async fn pieces(
    services: &Services,
    key: &str,
    sha256: Vec<u8>,
) -> Result<impl Stream<Item = Result<Bytes, Error>> + use<>, Error> {
    let key = key.to_owned();
    let mut pieces = match services.files.pieces(&key).await {
        Err(Error::NotFound) => return Err(Error::Storage(format!("the file {key} is gone"))),
        other => Box::pin(other?),
    };
    Ok(async_stream::try_stream! {
        let (mut hash, mut held) = (Sha256::new(), None);
        while let Some(piece) = pieces.next().await.transpose()? {
            hash.update(&piece);
            if let Some(ready) = held.replace(piece) {
                yield ready;
            }
        }
        if hash.finalize().as_slice() != sha256 {
            Err(Error::Storage(format!("the file {key} was changed")))?;
        }
        if let Some(last) = held {
            yield last;
        }
    })
}

/// Gives a document its file, unless it has one: then that one stays. The document is in the transaction, or on the
/// connection, of the caller.
pub(crate) async fn attach(
    services: &Services,
    tx: &impl ConnectionTrait,
    document: &Document,
    pdf: Bytes,
) -> Result<(), Error> {
    let stored = put(services, &document.portal, document.customer_id, pdf).await?;
    documents::Entity::update_many()
        .col_expr(Column::FileKey, Expr::value(stored.key))
        .col_expr(Column::Size, Expr::value(stored.size))
        .col_expr(Column::Sha256, Expr::value(stored.sha256))
        .col_expr(Column::StoredAt, Expr::value(services.clock.now()))
        .filter(Column::CustomerId.eq(document.customer_id))
        .filter(Column::Id.eq(document.id))
        .filter(Column::FileKey.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The file of a document, as it was stored.
///
/// # Errors
/// [`Error::Storage`] when it is gone or not the file that was stored.
pub(crate) async fn read(services: &Services, document: &Document) -> Result<Bytes, Error> {
    let lost = || Error::Storage(format!("the file of document {} is gone", document.id));
    let key = document.file_key.as_ref().ok_or_else(lost)?;
    let bytes = match services.files.get(key).await {
        Err(Error::NotFound) => return Err(lost()),
        other => other?,
    };
    if document.sha256.as_deref() != Some(Sha256::digest(&bytes).as_slice()) {
        return Err(Error::Storage(format!("the file of document {} was changed", document.id)));
    }
    Ok(bytes)
}

/// Documents of a contract that was found through this scope.
pub(crate) fn of_contract(scope: &Scope, contract: &contracts::Model) -> Select<documents::Entity> {
    let select = scope.rows(documents::Entity, Column::Portal, [Column::CustomerId]);
    select.filter(Column::ContractId.eq(contract.id))
}
