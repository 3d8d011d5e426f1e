//! Publishing a notice: for a period, an audience, with an importance; the mails follow when it appears. Ending one that
//! is wrong.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::{CustomerId, NoticeId};
use madoguchi_entities::{customers, notices};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait};
use sea_orm::{IntoActiveModel, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use super::{Importance, Notice, mailing};
use crate::audit_events::{self, Event};
use crate::database::Transaction;
use crate::{Error, FieldCode, FieldError, Provider, Services, events};

/// Longest title, in characters.
const TITLE_MAX: usize = 200;
/// Longest text, in characters.
pub const BODY_MAX: usize = 20_000;

/// What is published.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// How much it matters.
    pub importance: Importance,
    pub title: String,
    /// English title; may be empty.
    pub title_en: String,
    /// Text; blank lines separate paragraphs.
    pub body: String,
    /// English text; may be empty.
    pub body_en: String,
    /// For the people of this customer only, by the provider's number.
    pub customer_number: Option<String>,
    /// For people with a contract of this category only.
    pub category: Option<String>,
    /// Appears then; at once when absent.
    pub published_from: Option<DateTime<Utc>>,
    /// Is over then; never when absent.
    pub published_until: Option<DateTime<Utc>>,
    /// Whether people with mail notice on are mailed.
    pub mailed: bool,
}

/// Publishes a notice and promises its mails.
///
/// # Errors
/// Fields that cannot be right.
pub async fn create(services: &Services, provider: &Provider, new: &NewNotice) -> Result<Notice, Error> {
    let portal = provider.portal();
    let now = services.clock.now();
    let from = new.published_from.unwrap_or(now);
    check(portal, new, (now, from))?;
    let notice = services
        .db
        .transaction(async |tx| {
            let notice = row(tx, portal, new, (now, from)).await?;
            insert(tx, services, provider, notice, new.mailed).await
        })
        .await?;
    Ok(notice)
}

/// The row of a new notice.
pub(super) async fn row(
    tx: &Transaction,
    portal: &Portal,
    new: &NewNotice,
    (now, from): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Notice, Error> {
    Ok(Notice {
        id: NoticeId(Uuid::now_v7()),
        portal: portal.key.clone(),
        importance: new.importance,
        title: new.title.trim().to_owned(),
        title_en: new.title_en.trim().to_owned(),
        body: new.body.trim().to_owned(),
        body_en: new.body_en.trim().to_owned(),
        customer_id: customer(tx, portal, new.customer_number.as_deref()).await?,
        category: new.category.clone(),
        published_from: from,
        published_until: new.published_until,
        created_at: now,
        key: None,
    })
}

/// Publishes a row, and promises its mails.
pub(super) async fn insert(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    notice: Notice,
    mailed: bool,
) -> Result<Notice, Error> {
    let notice = notice.into_active_model().reset_all().insert(tx).await?;
    if mailed {
        mailing::promise(tx, &notice, notice.published_from).await?;
    }
    let told = serde_json::json!({
        "customer_id": notice.customer_id,
        "importance": notice.importance,
        "published_from": notice.published_from,
    });
    let subjects: [(&str, &dyn Display); 1] = [("notice_id", &notice.id)];
    events::record(tx, services, &notice.portal, EventType::NoticePublished, &subjects, told).await?;
    record(tx, services, provider, "notice.published", &notice).await?;
    Ok(notice)
}

/// Ends a notice now: nobody sees it any more, and mails that were not written yet never are. One that is over stays as it
/// is.
///
/// # Errors
/// [`Error::NotFound`] when `id` names no notice of the portal.
pub async fn end(services: &Services, provider: &Provider, id: &str) -> Result<Notice, Error> {
    let portal = provider.portal();
    let id = Uuid::parse_str(id).map(NoticeId).map_err(|_| Error::NotFound)?;
    let own = notices::Entity::find_by_id(id).filter(notices::Column::Portal.eq(portal.key.as_str()));
    end_found(services, provider, own).await
}

/// Ends the one notice that is found.
pub(super) async fn end_found(
    services: &Services,
    provider: &Provider,
    found: Select<notices::Entity>,
) -> Result<Notice, Error> {
    services
        .db
        .transaction(async |tx| {
            let notice = found.clone().lock_exclusive().one(tx).await?.ok_or(Error::NotFound)?;
            let now = services.clock.now();
            if notice.is_over(now) {
                return Ok(notice);
            }
            let mut row = notice.into_active_model();
            row.published_until = Set(Some(now));
            let notice = row.update(tx).await?;
            record(tx, services, provider, "notice.ended", &notice).await?;
            Ok(notice)
        })
        .await
}

pub(super) async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    action: &'static str,
    notice: &Notice,
) -> Result<(), Error> {
    let event = match notice.customer_id {
        Some(customer) => Event::at(action, customer),
        None => Event::named(action),
    };
    let event = event.to(notice.id).with(serde_json::json!({ "title": notice.title }));
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}

pub(super) fn check(
    portal: &Portal,
    new: &NewNotice,
    (now, from): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), Error> {
    let mut errors = Vec::new();
    let texts = [("title", &new.title, TITLE_MAX), ("body", &new.body, BODY_MAX)];
    let english = [("title_en", &new.title_en, TITLE_MAX), ("body_en", &new.body_en, BODY_MAX)];
    for (field, ..) in texts.iter().filter(|text| text.1.trim().is_empty()) {
        errors.push(FieldError::new(*field, FieldCode::Required));
    }
    for (field, ..) in texts.iter().chain(&english).filter(|text| text.1.chars().count() > text.2) {
        errors.push(FieldError::new(*field, FieldCode::TooLong));
    }
    // Who names a period that is over mistook the year.
    if new.published_until.is_some_and(|until| until <= from.max(now)) {
        errors.push(FieldError::new("published_until", FieldCode::OutOfRange));
    }
    let categories = portal.contracts.iter().flat_map(|contracts| &contracts.categories);
    let mut codes = categories.map(|category| category.code.as_str());
    if new.category.as_deref().is_some_and(|wanted| !codes.any(|code| code == wanted)) {
        errors.push(FieldError::new("category", FieldCode::Unknown));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

async fn customer(
    tx: &impl ConnectionTrait,
    portal: &Portal,
    number: Option<&str>,
) -> Result<Option<CustomerId>, Error> {
    let Some(number) = number else { return Ok(None) };
    let found = customers::Entity::find()
        .filter(customers::Column::Portal.eq(portal.key.as_str()))
        .filter(customers::Column::Number.eq(trim_fold(number)))
        .one(tx)
        .await?;
    match found {
        Some(customer) => Ok(Some(customer.id)),
        None => Err(Error::invalid("customer_number", FieldCode::Unknown)),
    }
}

/// Whether a portal has no notice yet.
///
/// # Errors
/// Any error of the database.
pub async fn is_empty(services: &Services, provider: &Provider) -> Result<bool, Error> {
    let of_portal = notices::Entity::find().filter(notices::Column::Portal.eq(provider.portal().key.as_str()));
    Ok(of_portal.one(services.db.read()).await?.is_none())
}
