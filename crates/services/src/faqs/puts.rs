//! Questions as a provider's systems put them by their own keys: each stands by itself, so one that is there keeps its place, and a
//! new one comes after the others.

use std::collections::BTreeSet;

use madoguchi_entities::faqs::{Column, Entity};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::by_provider::{FAQS_MAX, NewFaq, by_key, faq, merge, replacing};
use super::{Faq, policy};
use crate::database::Transaction;
use crate::rows::{self, RowError, RowOutcome};
use crate::{Error, FieldCode, Provider, Services};

/// Largest place in the list.
const POSITION_MAX: i32 = 1_000_000;

/// A question as it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutFaq {
    /// What it says.
    pub new: NewFaq,
    /// Place in the list; none: as it is, and a new one is the last.
    pub position: Option<i32>,
    /// Whether customers see it; none: as it is, and a new one is a draft.
    pub is_published: Option<bool>,
}

/// Stores questions. The answers stand in the order of the rows.
///
/// # Errors
/// [`Error::NotFound`] where the portal answers none; any error of the database: then nothing of the batch may be committed.
pub(crate) async fn store(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    rows: &[PutFaq],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let (portal, now) = (provider.portal(), services.clock.now());
    let policy = policy(portal)?;
    let mut known = by_key(tx, portal).await?;
    let mut next = known.values().map(|faq| faq.position.saturating_add(1)).max().unwrap_or(0);
    let (mut answers, mut written) = (Vec::with_capacity(rows.len()), BTreeSet::new());
    for PutFaq { new, position, is_published } in rows {
        let old = known.get(new.key.trim());
        let place = position.or(old.map(|old| old.position)).unwrap_or(next);
        let published_at = match (is_published, old.and_then(|old| old.published_at)) {
            (None, before) => before,
            (Some(true), before) => before.or(Some(now)),
            (Some(false), _) => None,
        };
        let is_full = old.is_none() && u64::try_from(known.len()).is_ok_and(|count| count >= FAQS_MAX);
        let row = match faq((portal, policy), now, (place, new)) {
            Ok(_) if is_full => Err(RowError::new("key", FieldCode::TooMany, &new.key)),
            Ok(_) if !(0..=POSITION_MAX).contains(&place) => {
                Err(RowError::new("position", FieldCode::OutOfRange, &place.to_string()))
            }
            row => row,
        };
        answers.push(row.map(|row| {
            next = next.max(row.position.saturating_add(1));
            merge(&mut known, &mut written, Faq { published_at, ..row })
        }));
    }
    let rows = written.iter().filter_map(|key| known.get(key)).cloned();
    rows::insert(tx, rows.map(|row| row.into_active_model().reset_all()), Some(&replacing())).await?;
    Ok(answers)
}

/// Questions of a key: one or none.
pub(crate) fn of_key(provider: &Provider, key: &str) -> Result<sea_orm::Select<Entity>, Error> {
    policy(provider.portal())?;
    let own = Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    Ok(own.filter(Column::Key.eq(key.trim())))
}
