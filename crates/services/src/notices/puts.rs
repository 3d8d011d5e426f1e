//! Notices of a provider's systems, by the systems' own keys.

use madoguchi_entities::notices::{self, Column};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select};
use serde_json::json;

use super::Notice;
use super::publish::{self, NewNotice};
use crate::revisions::{Expected, Revision};
use crate::rows::{self, RowOutcome};
use crate::{Error, FieldCode, ProblemCode, Provider, Services};

/// Publishes a notice under a key, or changes the one that is there: who was mailed is not mailed again. The same again
/// changes nothing.
///
/// # Errors
/// Fields that cannot be right; `changed_meanwhile`.
pub async fn put(
    services: &Services,
    provider: &Provider,
    expected: &Expected,
    (key, new): (&str, &NewNotice),
) -> Result<(Notice, RowOutcome), Error> {
    let portal = provider.portal();
    let key = rows::required_line(key, rows::SHORT_MAX).map_err(|code| Error::invalid("key", code))?;
    services
        .db
        .transaction(async |tx| {
            let now = services.clock.now();
            let before = of_key(provider, &key).lock_exclusive().one(tx).await?;
            let from = new.published_from.or(before.as_ref().map(|notice| notice.published_from)).unwrap_or(now);
            let given = Notice { key: Some(key.clone()), ..publish::row(tx, portal, new, (now, from)).await? };
            let Some(before) = before else {
                if *expected != Expected::Any {
                    return Err(Error::Refused(ProblemCode::ChangedMeanwhile));
                }
                publish::check(portal, new, (now, from))?;
                return Ok((publish::insert(tx, services, provider, given, new.mailed).await?, RowOutcome::Stored));
            };
            expected.require(&revision(&before)?)?;
            if given.customer_id != before.customer_id {
                // Whom it was shown to stays written down with whose it was.
                return Err(Error::invalid("customer_number", FieldCode::CustomerDiffers));
            }
            let given = Notice { id: before.id, created_at: before.created_at, ..given };
            if given == before {
                return Ok((before, RowOutcome::Unchanged));
            }
            publish::check(portal, new, (now, from))?;
            let notice = given.into_active_model().reset_all().update(tx).await?;
            publish::record(tx, services, provider, "notice.changed", &notice).await?;
            Ok((notice, RowOutcome::Updated))
        })
        .await
}

/// The notice of a key, before it appears and after it ended too.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, provider: &Provider, key: &str) -> Result<Notice, Error> {
    of_key(provider, key.trim()).one(services.db.read()).await?.ok_or(Error::NotFound)
}

/// Ends the notice of a key now; one that is over stays as it is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn end(services: &Services, provider: &Provider, key: &str) -> Result<Notice, Error> {
    publish::end_found(services, provider, of_key(provider, key.trim())).await
}

/// The revision of a notice: of all that is written.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(notice: &Notice) -> Result<Revision, Error> {
    let Notice { importance, title, title_en, body, body_en, category, published_from, published_until, .. } = notice;
    let texts = [title, title_en, body, body_en];
    Revision::of(&json!([importance.as_str(), texts, category, published_from, published_until]))
}

fn of_key(provider: &Provider, key: &str) -> Select<notices::Entity> {
    let own = notices::Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    own.filter(Column::Key.eq(key))
}
