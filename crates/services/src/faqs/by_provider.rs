//! What the provider does with such questions: sets them down by its own key, publishes and withdraws them.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use madoguchi_domain::policy::{FaqPolicy, Portal};
use madoguchi_domain::products::search_key;
use madoguchi_domain::text::{self, Lines};
use madoguchi_entities::faqs::{Column, Entity};
use madoguchi_entities::ids::FaqId;
use sea_orm::ActiveModelTrait;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Faq, policy};
use crate::audit_events::{self, Event};
use crate::rows::{self, RowError, RowOutcome, SHORT_MAX};
use crate::{Error, FieldCode, Provider, Services};

/// Longest question, in characters.
const QUESTION_MAX: usize = 300;
/// Longest answer, in characters.
const ANSWER_MAX: usize = 10_000;
/// Questions of a portal at most.
pub const FAQS_MAX: u64 = 1_000;

/// A question as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFaq {
    /// By which it is known again.
    pub key: String,
    /// Code of one of the portal's categories.
    pub category: String,
    pub question: String,
    /// English; may be empty.
    pub question_en: String,
    /// Blank lines separate paragraphs.
    pub answer: String,
    /// English; may be empty.
    pub answer_en: String,
}

/// Sets questions down by their keys: new ones as drafts, changed ones as they are then, published or not. They stand in the order
/// given. The answers stand in the order of the rows.
///
/// # Errors
/// [`Error::NotFound`] where the portal answers none.
pub async fn store(
    services: &Services,
    provider: &Provider,
    given: &[NewFaq],
) -> Result<Vec<Result<RowOutcome, RowError>>, Error> {
    let portal = provider.portal();
    let policy = policy(portal)?;
    let now = services.clock.now();
    services
        .db
        .transaction(async |tx| {
            let mut known = by_key(tx, portal).await?;
            let (mut answers, mut written) = (Vec::with_capacity(given.len()), BTreeSet::new());
            for (position, new) in (0..).zip(given) {
                let row = faq((portal, policy), now, (position, new));
                let as_it_was = |row: Faq| {
                    let published_at = known.get(&row.key).and_then(|known| known.published_at);
                    merge(&mut known, &mut written, Faq { published_at, ..row })
                };
                answers.push(row.map(as_it_was));
            }
            if written.is_empty() {
                return Ok(answers);
            }
            let rows = written.iter().filter_map(|key| known.get(key)).cloned();
            rows::insert(tx, rows.map(|row| row.into_active_model().reset_all()), Some(&replacing())).await?;
            let event = Event::named("faqs.stored").with(serde_json::json!({ "keys": written }));
            audit_events::record(tx, services, portal, provider.actor(), event).await?;
            Ok(answers)
        })
        .await
}

/// Publishes questions, or all; those that are published stay so. Returns how many became visible.
///
/// # Errors
/// [`Error::NotFound`] for a key of none.
pub async fn publish(services: &Services, provider: &Provider, keys: &[String]) -> Result<u64, Error> {
    set(services, provider, keys, ("faqs.published", Some(services.clock.now()))).await
}

/// Withdraws questions, or all. Returns how many are no longer visible.
///
/// # Errors
/// [`Error::NotFound`] for a key of none.
pub async fn withdraw(services: &Services, provider: &Provider, keys: &[String]) -> Result<u64, Error> {
    set(services, provider, keys, ("faqs.withdrawn", None)).await
}

/// All questions of the portal, in their order.
///
/// # Errors
/// [`Error::NotFound`] where the portal answers none.
pub async fn list(services: &Services, provider: &Provider) -> Result<Vec<Faq>, Error> {
    policy(provider.portal())?;
    let own = Entity::find().filter(Column::Portal.eq(provider.portal().key.as_str()));
    Ok(own.order_by_asc(Column::Position).order_by_asc(Column::Id).limit(FAQS_MAX).all(services.db.read()).await?)
}

async fn set(
    services: &Services,
    provider: &Provider,
    keys: &[String],
    (action, published_at): (&'static str, Option<DateTime<Utc>>),
) -> Result<u64, Error> {
    let portal = provider.portal();
    policy(portal)?;
    services
        .db
        .transaction(async |tx| {
            let known = by_key(tx, portal).await?;
            if keys.iter().any(|key| !known.contains_key(key.trim())) {
                return Err(Error::NotFound);
            }
            let is_wanted = |faq: &&Faq| keys.is_empty() || keys.iter().any(|key| key.trim() == faq.key);
            let changed: Vec<&Faq> = known
                .values()
                .filter(is_wanted)
                .filter(|faq| faq.published_at.is_some() != published_at.is_some())
                .collect();
            if changed.is_empty() {
                return Ok(0);
            }
            Entity::update_many()
                .col_expr(Column::PublishedAt, Expr::value(published_at))
                .col_expr(Column::UpdatedAt, Expr::value(services.clock.now()))
                .filter(Column::Id.is_in(changed.iter().map(|faq| faq.id)))
                .exec(tx)
                .await?;
            let keys: BTreeSet<&str> = changed.iter().map(|faq| faq.key.as_str()).collect();
            let event = Event::named(action).with(serde_json::json!({ "keys": keys }));
            audit_events::record(tx, services, portal, provider.actor(), event).await?;
            u64::try_from(changed.len()).map_err(Error::internal)
        })
        .await
}

pub(super) async fn by_key(tx: &impl ConnectionTrait, portal: &Portal) -> Result<HashMap<String, Faq>, Error> {
    let own = Entity::find().filter(Column::Portal.eq(portal.key.as_str())).order_by_asc(Column::Id).lock_exclusive();
    Ok(own.all(tx).await?.into_iter().map(|faq| (faq.key.clone(), faq)).collect())
}

pub(super) fn faq(
    (portal, policy): (&Portal, &FaqPolicy),
    now: DateTime<Utc>,
    (position, new): (i32, &NewFaq),
) -> Result<Faq, RowError> {
    let category = new.category.trim();
    let Some((_, label)) = policy.categories.iter().find(|(code, _)| code == category) else {
        return Err(RowError::new("category", FieldCode::Unknown, category));
    };
    let question = rows::required("question", &new.question, QUESTION_MAX)?;
    let question_en = rows::text("question_en", &new.question_en, QUESTION_MAX)?;
    let (answer, answer_en) = (lines("answer", &new.answer)?, lines("answer_en", &new.answer_en)?);
    if answer.is_empty() {
        return Err(RowError::new("answer", FieldCode::Required, ""));
    }
    let texts = [&question, &question_en, &answer, &answer_en, &label.ja, &label.en];
    Ok(Faq {
        id: FaqId(Uuid::now_v7()),
        portal: portal.key.clone(),
        key: rows::required("key", &new.key, SHORT_MAX)?,
        category: category.to_owned(),
        search_text: texts.map(|text| search_key(text)).join(" "),
        question,
        question_en,
        answer,
        answer_en,
        position,
        published_at: None,
        created_at: now,
        updated_at: now,
    })
}

/// A text of several lines.
fn lines(field: &'static str, value: &str) -> Result<String, RowError> {
    let value = value.trim();
    if value.chars().count() > ANSWER_MAX {
        return Err(RowError::new(field, FieldCode::TooLong, value));
    }
    if text::is_broken(value, Lines::Many) {
        return Err(RowError::new(field, FieldCode::InvalidCharacters, value));
    }
    Ok(value.to_owned())
}

/// Puts a row among the known ones and says what that changed, as if rows were written one after the other.
pub(super) fn merge(known: &mut HashMap<String, Faq>, written: &mut BTreeSet<String>, row: Faq) -> RowOutcome {
    let key = row.key.clone();
    let Some(old) = known.get(&key) else {
        written.insert(key.clone());
        known.insert(key, row);
        return RowOutcome::Stored;
    };
    let merged = Faq { id: old.id, created_at: old.created_at, updated_at: old.updated_at, ..row };
    if merged == *old {
        return RowOutcome::Unchanged;
    }
    known.insert(key.clone(), Faq { updated_at: row.updated_at, ..merged });
    written.insert(key);
    RowOutcome::Updated
}

pub(super) fn replacing() -> OnConflict {
    let columns = [
        Column::Category,
        Column::Question,
        Column::QuestionEn,
        Column::Answer,
        Column::AnswerEn,
        Column::Position,
        Column::PublishedAt,
        Column::SearchText,
        Column::UpdatedAt,
    ];
    OnConflict::column(Column::Id).update_columns(columns).to_owned()
}
