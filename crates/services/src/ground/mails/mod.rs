//! Mails: rendered and stored in the transaction that causes them, delivered by a job, never lost and not sent twice.

mod abandoned;
pub(crate) mod bulk;
mod delivery;
mod failed;
mod hidden;
mod to_provider;

use chrono::{DateTime, Utc};
use madoguchi_domain::dates;
use madoguchi_domain::locales::Locale;
use madoguchi_domain::policy::Portal;
use madoguchi_entities::ids::{CustomerId, MailId};
use madoguchi_entities::mails::{self, MailState};
use madoguchi_entities::users;
use madoguchi_mail::{Content, Message, Transport};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::database::Transaction;
use crate::{Error, Provider, Services, portals, rows};

pub(crate) use abandoned::settle;
use delivery::open;
pub(crate) use delivery::{Deliver, DeliverOfMany, KINDS};
pub use failed::{FailedMail, list_failed, retry_failed};
pub(crate) use to_provider::{DeliverToProvider, to_provider};

/// A mail to be sent.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// Customer it concerns.
    pub customer_id: CustomerId,
    /// Address.
    pub recipient: String,
    /// Language.
    pub locale: Locale,
    /// What it says.
    pub message: Message,
}

impl NewMail {
    fn to(user: &users::Model, message: Message) -> Self {
        let (recipient, locale) = (user.mail_address.clone(), user.locale);
        Self { customer_id: user.customer_id, recipient, locale, message }
    }
}

/// Renders a mail, stores it sealed and promises its delivery, all in the caller's transaction.
///
/// # Errors
/// A template that does not render, or any error of the database.
pub(crate) async fn enqueue(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    mail: NewMail,
) -> Result<(), Error> {
    let (delivery, row) = made(services, portal, mail)?;
    row.insert(tx).await?;
    madoguchi_jobs::promise(tx, &delivery, services.clock.now()).await?;
    Ok(())
}

/// The same for one mail of many.
async fn enqueue_of_many(tx: &Transaction, services: &Services, portal: &Portal, mail: NewMail) -> Result<(), Error> {
    enqueue_many(tx, services, portal, [mail]).await
}

/// The same for all of many.
async fn enqueue_many(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    mails: impl IntoIterator<Item = NewMail>,
) -> Result<(), Error> {
    let made = mails.into_iter().map(|mail| made(services, portal, mail)).collect::<Result<Vec<_>, _>>()?;
    let (deliveries, mails): (Vec<_>, Vec<_>) = made.into_iter().map(|(it, row)| (DeliverOfMany(it), row)).unzip();
    rows::insert(tx, mails, None).await?;
    madoguchi_jobs::promise_all(tx, &deliveries, services.clock.now()).await?;
    Ok(())
}

/// A mail as it is kept, and the job that delivers it.
fn made(services: &Services, portal: &Portal, mail: NewMail) -> Result<(Deliver, mails::ActiveModel), Error> {
    let now = services.clock.now();
    let id = MailId(Uuid::now_v7());
    let texts = portals::mail_texts(portal, mail.locale);
    let content = madoguchi_mail::render(&mail.message, mail.locale, &texts).map_err(Error::internal)?;
    let content = serde_json::to_vec(&content).map_err(Error::internal)?;
    let domain = portal.mail.from.rsplit('@').next().unwrap_or("localhost");
    let row = mails::ActiveModel {
        customer_id: Set(mail.customer_id),
        id: Set(id),
        portal: Set(portal.key.clone()),
        message: Set(mail.message.name().to_owned()),
        locale: Set(mail.locale),
        sender: Set(portal.mail.from.clone()),
        recipient: Set(mail.recipient),
        message_id: Set(format!("{id}@{domain}")),
        sealed_content: Set(Some(services.keys.seal(id.0.as_bytes(), &content)?)),
        state: Set(MailState::Queued),
        attempts: Set(0),
        last_error: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    };
    Ok((Deliver { customer_id: mail.customer_id, mail_id: id }, row))
}

/// Mails a user many things at once, in the user's language. Each is one mail of many: nobody sits and waits for it.
pub(crate) async fn many_to_user(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    messages: Vec<Message>,
) -> Result<(), Error> {
    let mails = messages.into_iter().map(|message| NewMail::to(user, message));
    enqueue_many(tx, services, portal, mails).await
}

/// Mails something to a user, in the user's language.
pub(crate) async fn to_user(
    tx: &Transaction,
    services: &Services,
    portal: &Portal,
    user: &users::Model,
    message: Message,
) -> Result<(), Error> {
    enqueue(tx, services, portal, NewMail::to(user, message)).await
}

/// A time as mails write it: Japan's, to the minute.
pub(crate) fn time(at: DateTime<Utc>, locale: Locale) -> String {
    let local = dates::jst(at);
    match locale {
        Locale::En => local.format("%-d %B %Y, %H:%M (Japan time)").to_string(),
        Locale::Ja => local.format("%Y年%-m月%-d日 %H:%M").to_string(),
    }
}

/// A mail that was kept in place of being sent.
#[derive(Clone, Debug)]
pub struct MailboxMail {
    /// The stored row.
    pub mail: mails::Model,
    /// Subject, text and HTML.
    pub content: Content,
}

/// The newest mails that were "delivered" to the demo mailbox, to one address or to all.
///
/// # Errors
/// [`Error::NotFound`] unless the server delivers to the mailbox.
pub async fn mailbox(services: &Services, recipient: Option<&str>, limit: u64) -> Result<Vec<MailboxMail>, Error> {
    if !matches!(services.mail, Transport::Mailbox) {
        return Err(Error::NotFound);
    }
    kept(services, mails::Entity::find(), (recipient, limit)).await
}

/// The newest mails of a sandbox, to one address or to all.
///
/// # Errors
/// [`Error::NotFound`] for a portal that is none.
pub async fn of_sandbox(
    services: &Services,
    provider: &Provider,
    recipient: Option<&str>,
    limit: u64,
) -> Result<Vec<MailboxMail>, Error> {
    let portal = provider.portal();
    if !portal.is_sandbox() {
        return Err(Error::NotFound);
    }
    let of_portal = mails::Entity::find().filter(mails::Column::Portal.eq(portal.key.as_str()));
    kept(services, of_portal, (recipient, limit)).await
}

async fn kept(
    services: &Services,
    select: Select<mails::Entity>,
    (recipient, limit): (Option<&str>, u64),
) -> Result<Vec<MailboxMail>, Error> {
    let mut select = select.filter(mails::Column::State.eq(MailState::Sent));
    if let Some(recipient) = recipient {
        select = select.filter(mails::Column::Recipient.eq(recipient));
    }
    let newest = select.order_by_desc(mails::Column::CreatedAt).order_by_desc(mails::Column::Id).limit(limit);
    let rows = newest.all(services.db.read()).await?;
    let opened = rows.into_iter().filter_map(|mail| {
        let sealed = mail.sealed_content.clone()?;
        Some(open(services, &mail, &sealed).map(|content| MailboxMail { mail, content }))
    });
    opened.collect()
}
