//! What the provider does with inquiries: reads those that wait, answers, closes.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;
use madoguchi_domain::events::EventType;
use madoguchi_domain::policy::Portal;
use madoguchi_domain::text::trim_fold;
use madoguchi_entities::ids::{CustomerId, InquiryAttachmentId, UserId};
use madoguchi_entities::users::{self, UserRole, UserState};
use madoguchi_entities::{customers, inquiries, inquiry_messages};
use madoguchi_mail::Message;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::sending::{NewRow, insert_message, text, update};
use super::{Attachment, Detail, Inquiry, InquiryState, attachments, threads, told};
use crate::audit_events::{self, Event};
use crate::cursors::{List, Page, Part};
use crate::database::Transaction;
use crate::mails::bulk;
use crate::orders::Order;
use crate::revisions::{Named, Revision};
use crate::{Error, Provider, Services};

/// Inquiries of one look at the queue.
const LOOK_MAX: u64 = 500;

/// An inquiry in the provider's list.
#[derive(Clone, Debug)]
pub struct Waiting {
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
    provider: &Provider,
    state: Option<InquiryState>,
) -> Result<Vec<Waiting>, Error> {
    let rows = in_state(provider.portal(), state)
        .order_by_asc(inquiries::Column::UpdatedAt)
        .order_by_asc(inquiries::Column::Id)
        .limit(LOOK_MAX)
        .all(services.db.read())
        .await?;
    waiting(services, rows).await
}

/// The same part by part, all of them.
///
/// # Errors
/// `invalid_cursor`.
pub async fn pages(
    services: &Services,
    provider: &Provider,
    state: Option<InquiryState>,
    part: Part<'_>,
) -> Result<Page<Waiting>, Error> {
    use inquiries::Column;
    let list = List::new(services, format!("provider inquiries {} {state:?}", provider.portal().key));
    let longest_first = Order::unique(Column::Id, |inquiry: &Inquiry| inquiry.id.0);
    let longest_first = longest_first.led_by(Column::UpdatedAt, |inquiry| inquiry.updated_at);
    let page = longest_first.page_of(services, &list, part, &in_state(provider.portal(), state)).await?;
    Ok(Page { items: waiting(services, page.items).await?, next_cursor: page.next_cursor })
}

fn in_state(portal: &Portal, state: Option<InquiryState>) -> Select<inquiries::Entity> {
    inquiries::Entity::find()
        .filter(inquiries::Column::Portal.eq(portal.key.as_str()))
        .filter(inquiries::Column::State.eq(state.unwrap_or(InquiryState::Received)))
}

/// Inquiries with the names of their customers.
async fn waiting(services: &Services, rows: Vec<Inquiry>) -> Result<Vec<Waiting>, Error> {
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
pub async fn get(services: &Services, provider: &Provider, number: &str) -> Result<Detail, Error> {
    let portal = provider.portal();
    let inquiry = by_number(portal, number).one(services.db.read()).await?.ok_or(Error::NotFound)?;
    threads::read(services, portal, inquiry, None).await
}

/// An inquiry by its number with its thread, and whose it is.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get_named(services: &Services, provider: &Provider, number: &str) -> Result<(Detail, Waiting), Error> {
    let detail = get(services, provider, number).await?;
    let named = waiting(services, vec![detail.inquiry.clone()]).await?.pop().ok_or(Error::NotFound)?;
    Ok((detail, named))
}

/// From which state an inquiry is answered or closed: another message makes it another one.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn revision(inquiry: &Inquiry) -> Result<Revision, Error> {
    Revision::of(&(inquiry.state, inquiry.updated_at.timestamp_micros()))
}

/// A file of an inquiry of the portal.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Storage`].
pub async fn attachment(
    services: &Services,
    provider: &Provider,
    inquiry: &Inquiry,
    id: InquiryAttachmentId,
) -> Result<(Attachment, Bytes), Error> {
    if inquiry.portal != provider.portal().key {
        return Err(Error::NotFound);
    }
    attachments::read(services, inquiry, id).await
}

/// Answers an inquiry and mails who asked that there is an answer.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`; `required`, `too_long`, `invalid_characters` at `text`.
pub async fn answer<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
    typed: &str,
) -> Result<Inquiry, Error> {
    let (portal, named) = (provider.portal(), named.into());
    let text = text(typed).map_err(|error| Error::Invalid(vec![error]))?;
    let inquiry = services
        .db
        .transaction(async |tx| {
            let inquiry = hold(tx, portal, named.name).await?;
            named.expected.require(&revision(&inquiry)?)?;
            insert_message(tx, services, &inquiry, NewRow { text: &text, user_id: None }).await?;
            tell(tx, services, portal, &inquiry).await?;
            let answered = (&inquiry, InquiryState::Answered);
            told::tell(tx, services, EventType::InquiryAnswered, answered).await?;
            record(tx, services, provider, "inquiry.answered", &inquiry).await?;
            update(tx, services, inquiry, InquiryState::Answered).await
        })
        .await?;
    Ok(inquiry)
}

/// Mails that there is an answer, once to each address: to who sent the inquiry and who wrote last. Where neither can
/// log in any more, the administrators who see it care for it.
async fn tell(tx: &Transaction, services: &Services, portal: &Portal, inquiry: &Inquiry) -> Result<(), Error> {
    let active = users::Entity::find()
        .filter(users::Column::CustomerId.eq(inquiry.customer_id))
        .filter(users::Column::Portal.eq(portal.key.as_str()))
        .filter(users::Column::State.eq(UserState::Active));
    let last = last_author(tx, inquiry).await?;
    let askers = active.clone().filter(users::Column::Id.is_in([Some(inquiry.user_id), last].into_iter().flatten()));
    let people = if askers.clone().count(tx).await? > 0 { askers } else { active.filter(sees(inquiry)) };
    let message = |_: &users::Model| Message::InquiryAnswered {
        number: inquiry.number.clone(),
        subject: inquiry.subject.clone(),
        url: services.page(portal, &format!("inquiries/{}", inquiry.id)),
    };
    let mut after = Some(String::new());
    while let Some(address) = after {
        after = bulk::write(tx, services, portal, people.clone(), &address, message).await?;
    }
    Ok(())
}

/// Who of the customer wrote last.
async fn last_author(tx: &Transaction, inquiry: &Inquiry) -> Result<Option<UserId>, Error> {
    let written = inquiry_messages::Entity::find()
        .filter(inquiry_messages::Column::CustomerId.eq(inquiry.customer_id))
        .filter(inquiry_messages::Column::InquiryId.eq(inquiry.id))
        .filter(inquiry_messages::Column::UserId.is_not_null())
        .order_by_desc(inquiry_messages::Column::CreatedAt)
        .order_by_desc(inquiry_messages::Column::Id);
    Ok(written.one(tx).await?.and_then(|message| message.user_id))
}

/// Administrators who see an inquiry: of its billing group, or of the whole customer.
fn sees(inquiry: &Inquiry) -> Condition {
    let of_all = users::Column::BillingGroupId.is_null();
    let group = match inquiry.billing_group_id {
        Some(group) => of_all.or(users::Column::BillingGroupId.eq(group)),
        None => of_all,
    };
    Condition::all().add(users::Column::Role.eq(UserRole::Administrator)).add(group)
}

/// Closes an inquiry; one that is closed stays so. A message of the customer opens it again.
///
/// # Errors
/// [`Error::NotFound`]; `changed_meanwhile`.
pub async fn close<'a>(
    services: &Services,
    provider: &Provider,
    named: impl Into<Named<'a>>,
) -> Result<Inquiry, Error> {
    let named = named.into();
    services
        .db
        .transaction(async |tx| {
            let inquiry = hold(tx, provider.portal(), named.name).await?;
            if inquiry.state == InquiryState::Closed {
                return Ok(inquiry);
            }
            named.expected.require(&revision(&inquiry)?)?;
            told::tell(tx, services, EventType::InquiryClosed, (&inquiry, InquiryState::Closed)).await?;
            record(tx, services, provider, "inquiry.closed", &inquiry).await?;
            update(tx, services, inquiry, InquiryState::Closed).await
        })
        .await
}

fn by_number(portal: &Portal, number: &str) -> Select<inquiries::Entity> {
    inquiries::Entity::find()
        .filter(inquiries::Column::Portal.eq(portal.key.as_str()))
        .filter(inquiries::Column::Number.eq(trim_fold(number).to_uppercase()))
}

async fn hold(tx: &Transaction, portal: &Portal, number: &str) -> Result<Inquiry, Error> {
    by_number(portal, number).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

async fn record(
    tx: &Transaction,
    services: &Services,
    provider: &Provider,
    action: &'static str,
    inquiry: &Inquiry,
) -> Result<(), Error> {
    let event = Event::about(action, inquiry.customer_id, inquiry.user_id).to(inquiry.id);
    let event = event.with(serde_json::json!({ "number": inquiry.number }));
    audit_events::record(tx, services, provider.portal(), provider.actor(), event).await
}
