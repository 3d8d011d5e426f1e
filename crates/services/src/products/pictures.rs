//! Pictures of products: one each, a PNG or JPEG that the provider gave. Without one, pages draw their own.

use bytes::Bytes;
use madoguchi_domain::attachments::AttachmentType;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use sha2::{Digest, Sha256};

use super::finders::{Product, get};
use crate::audit_events::{self, Event};
use crate::{Error, FieldCode, Provider, Scope, Services};

/// Largest picture in bytes.
const SIZE_MAX: usize = 2 * 1024 * 1024;

/// The picture of a product that is offered, with its kind of file.
///
/// # Errors
/// [`Error::NotFound`] for a product that is not there or has none; [`Error::Storage`].
pub async fn read(services: &Services, scope: &Scope, code: &str) -> Result<(String, Bytes), Error> {
    let product = get(services, scope, code).await?;
    let (Some(key), Some(kind)) = (product.picture_key, product.picture_type) else { return Err(Error::NotFound) };
    Ok((kind, services.files.get(&key).await?))
}

/// Gives a product its picture, in place of the one it had. `file_name` says by its ending what kind of file it is.
///
/// # Errors
/// [`Error::NotFound`] for a code of no product of the portal; `too_long` at `picture` for more than two megabytes, `malformed`
/// for what is no PNG or JPEG; [`Error::Storage`].
pub async fn set(
    services: &Services,
    provider: &Provider,
    code: &str,
    (file_name, content): (&str, Bytes),
) -> Result<Product, Error> {
    if content.len() > SIZE_MAX {
        return Err(Error::invalid("picture", FieldCode::TooLong));
    }
    let kind = AttachmentType::of(file_name, &content)
        .filter(|kind| matches!(kind, AttachmentType::Png | AttachmentType::Jpeg))
        .ok_or_else(|| Error::invalid("picture", FieldCode::Malformed))?;
    let key = format!("products/{}/{}", provider.portal().key, hex::encode(Sha256::digest(&content)));
    services.files.put(&key, content).await?;
    services
        .db
        .transaction(async |tx| {
            let mut row = super::by_provider::held(tx, provider.portal(), code).await?.into_active_model();
            row.picture_key = Set(Some(key.clone()));
            row.picture_type = Set(Some(kind.media_type().to_owned()));
            row.updated_at = Set(services.clock.now());
            let product = row.update(tx).await?;
            let event =
                Event::named("product.pictured").to(product.id).with(serde_json::json!({ "code": product.code }));
            audit_events::record(tx, services, provider.portal(), provider.actor(), event).await?;
            Ok(product)
        })
        .await
}
