//! What the provider does with inquiries: reads those that wait, answers, closes.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::{CustomerId, InquiryAttachmentId};
use madoguchi_entities::users::{self, UserState};
use madoguchi_entities::{customers, inquiries};
use madoguchi_mail::Message;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::sending::{NewRow, insert_message, text, update};
use super::{Attachment, Detail, Inquiry, InquiryState, attachments, threads};
use crate::audit_events::{self, Event};
use crate::{Error, Origin, Services, mails};

/// Inquiries of one look at the queue.
const LOOK_MAX: u64 = 500;

/// An inquiry in the provider's list.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// The inquiry.
    pub inquiry: Inquiry,
    /// The provider's number of the customer.
    pub customer_number: String,
    /// Name of the customer.
    pub customer_name: String,
}

/// Inquiries in a state, the one that waits longest first, at most 500: those without an answer when none is named.
///
/// # Errors
/// Any error of the database.
pub async fn list_open(
    services: &Services,
    portal: &Portal,
    state: Option<InquiryState>,
) -> Result<Vec<Waiting>, Error> {
    let rows = inquiries::Entity::find()
        .filter(inquiries::Column::Portal.eq(portal.key.as_str()))
        .filter(inquiries::Column::State.eq(state.unwrap_or(InquiryState::Received)))
        .order_by_asc(inquiries::Column::UpdatedAt)
        .order_by_asc(inquiries::Column::Id)
        .limit(LOOK_MAX)
        .all(services.db.read())
        .await?;
    let ids: BTreeSet<CustomerId> = rows.iter().map(|inquiry| inquiry.customer_id).collect();
    let found = customers::Entity::find().filter(customers::Column::Id.is_in(ids)).all(services.db.read()).await?;
    let names: HashMap<CustomerId, (String, String)> =
        found.into_iter().map(|customer| (customer.id, (customer.number, customer.name))).collect();
    let waiting = |inquiry: Inquiry| {
        let (customer_number, customer_name) = names.get(&inquiry.customer_id).cloned().unwrap_or_default();
        Waiting { inquiry, customer_number, customer_name }
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// An inquiry by its number, with its thread.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(services: &Services, portal: &Portal, number: &str) -> Result<Detail, Error> {
    let inquiry = by_number(portal, number).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    threads::read(services, portal, inquiry, None).await
}

/// A file of an inquiry.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Storage`].
pub async fn attachment(
    services: &Services,
    inquiry: &Inquiry,
    id: InquiryAttachmentId,
) -> Result<(Attachment, Bytes), Error> {
    attachments::read(services, inquiry, id).await
}

/// Answers an inquiry and mails the person who sent it that there is an answer.
///
/// # Errors
/// [`Error::NotFound`]; `required`, `too_long`, `invalid_characters` at `text`.
pub async fn answer(services: &Services, portal: &Portal, number: &str, typed: &str) -> Result<Inquiry, Error> {
    let text = text(typed).map_err(|error| Error::Invalid(vec![error]))?;
    let inquiry = services
        .db
        .transaction(async |tx| {
            let inquiry = hold(tx, portal, number).await?;
            insert_message(tx, services, &inquiry, NewRow { text: &text, user_id: None }).await?;
            let user = users::Entity::find_by_id(inquiry.user_id).one(tx).await?;
            if let Some(user) = user.filter(|user| user.state != UserState::Closed) {
                let message = Message::InquiryAnswered {
                    number: inquiry.number.clone(),
                    subject: inquiry.subject.clone(),
                    url: services.page(portal, &format!("inquiries/{}", inquiry.id)),
                };
                mails::to_user(tx, services, portal, &user, message).await?;
            }
            record(tx, services, portal, "inquiry.answered", &inquiry).await?;
            update(tx, services, inquiry, InquiryState::Answered).await
        })
        .await?;
    services.work.notify_one();
    Ok(inquiry)
}

/// Closes an inquiry; one that is closed stays so. A message of the customer opens it again.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn close(services: &Services, portal: &Portal, number: &str) -> Result<Inquiry, Error> {
    services
        .db
        .transaction(async |tx| {
            let inquiry = hold(tx, portal, number).await?;
            if inquiry.state == InquiryState::Closed {
                return Ok(inquiry);
            }
            record(tx, services, portal, "inquiry.closed", &inquiry).await?;
            update(tx, services, inquiry, InquiryState::Closed).await
        })
        .await
}

fn by_number(portal: &Portal, number: &str) -> Select<inquiries::Entity> {
    inquiries::Entity::find()
        .filter(inquiries::Column::Portal.eq(portal.key.as_str()))
        .filter(inquiries::Column::Number.eq(trim_fold(number).to_uppercase()))
}

async fn hold(tx: &DatabaseTransaction, portal: &Portal, number: &str) -> Result<Inquiry, Error> {
    by_number(portal, number).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

async fn record(
    tx: &DatabaseTransaction,
    services: &Services,
    portal: &Portal,
    action: &'static str,
    inquiry: &Inquiry,
) -> Result<(), Error> {
    let event = Event {
        action,
        customer_id: Some(inquiry.customer_id),
        user_id: None,
        subject_id: Some(inquiry.id.0),
        detail: serde_json::json!({ "number": inquiry.number }),
    };
    audit_events::record(tx, services, portal, &Origin::default(), event).await
}
