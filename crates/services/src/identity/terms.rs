//! Terms (約款) that customers agree to: who agreed to which version, and its text, which stays readable when the portal
//! has another. Must not know what they were agreed to for.

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::{Localized, Portal, Terms};
use madoguchi_entities::consents;
use madoguchi_entities::ids::{ConsentId, CustomerId, UserId};
use madoguchi_entities::terms_versions::{self, Column};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Origin, Scope, Services};

/// Kind of the consents to terms.
const KIND: &str = "terms";

/// Keeps that a person agrees to the terms in force, and their text.
pub(crate) async fn agree(
    tx: &Transaction,
    portal: &Portal,
    (customer_id, user_id): (CustomerId, UserId),
    now: DateTime<Utc>,
    origin: &Origin,
) -> Result<(), Error> {
    let Terms { version, text } = &portal.terms;
    let row = consents::ActiveModel {
        id: Set(ConsentId(Uuid::now_v7())),
        portal: Set(portal.key.clone()),
        customer_id: Set(customer_id),
        user_id: Set(user_id),
        kind: Set(KIND.to_owned()),
        version: Set(version.clone()),
        agreed_at: Set(now),
        address: Set(origin.address.clone()),
    };
    row.insert(tx).await?;
    let kept = terms_versions::ActiveModel {
        portal: Set(portal.key.clone()),
        version: Set(version.clone()),
        text_ja: Set(text.ja.clone()),
        text_en: Set(text.en.clone()),
        first_agreed_at: Set(now),
    };
    // Text and version change together: whoever agreed first fixes what the version says.
    let first = OnConflict::columns([Column::Portal, Column::Version]).do_nothing().to_owned();
    terms_versions::Entity::insert(kept).on_conflict(first).try_insert().exec_without_returning(tx).await?;
    Ok(())
}

/// A version of the terms: the one in force, or one that somebody of the portal agreed to.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, scope: &Scope, version: &str) -> Result<Terms, Error> {
    let portal = scope.portal();
    let key = (portal.key.clone(), version.to_owned());
    match terms_versions::Entity::find_by_id(key).one(services.db.read()).await? {
        Some(row) => Ok(Terms { version: row.version, text: Localized { ja: row.text_ja, en: row.text_en } }),
        None if portal.terms.version == version => Ok(portal.terms.clone()),
        None => Err(Error::NotFound),
    }
}
