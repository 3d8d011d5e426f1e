//! Files of documents. The key of a file holds the hash of its content, so a second rendering never replaces the first.

use bytes::Bytes;
use madoguchi_entities::documents::{self, Column};
use madoguchi_entities::ids::CustomerId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use super::Document;
use crate::{Error, Services};

/// A file that was put into the store.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) key: String,
    pub(super) size: i64,
    pub(super) sha256: Vec<u8>,
}

/// Puts a PDF into the store.
pub(super) async fn put(services: &Services, portal: &str, customer: CustomerId, pdf: Bytes) -> Result<Stored, Error> {
    let sha256 = Sha256::digest(&pdf).to_vec();
    let key = format!("documents/{portal}/{customer}/{}.pdf", hex::encode(&sha256));
    let size = i64::try_from(pdf.len()).map_err(Error::internal)?;
    services.files.put(&key, pdf).await?;
    Ok(Stored { key, size, sha256 })
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
